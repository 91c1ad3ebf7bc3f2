"""Reading `knowledge/office_hours.yml`."""

import re
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.tickets.opening_hours import Intervals, OfficeBook, OfficeHours, Season

_REMEDY = 'write intervals such as ["09:00", "12:00"], in order'
_DAY = re.compile(r"\d\d-\d\d")
_LEAP = 2024


def load_offices(path: Path) -> OfficeBook:
    """The hours of all units.

    Raises:
        BadData: intervals that are none or out of order, seasons without days; names the unit.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    data = data if isinstance(data, dict) else {}
    units = data.get("units") or {}
    if not isinstance(units, dict):
        raise BadData("units is unusable", path=path, remedy="write hours below each unit's id")
    own = {unit: _hours(path, unit, item) for unit, item in units.items()}
    return OfficeBook(_hours(path, None, data), own)


def _hours(path: Path, unit: str | None, item: Any) -> OfficeHours:
    item = item if isinstance(item, dict) else {}
    seasons = tuple(_season(path, unit, season) for season in item.get("seasons") or ())
    status = str(item.get("status", "unverified"))
    return OfficeHours(_intervals(path, unit, item.get("intervals")), seasons, status)


def _season(path: Path, unit: str | None, item: Any) -> Season:
    item = item if isinstance(item, dict) else {}
    days = [_day(path, unit, item.get(key)) for key in ("from", "until")]
    return Season(days[0], days[1], _intervals(path, unit, item.get("intervals")))


def _intervals(path: Path, unit: str | None, value: Any) -> Intervals:
    try:
        pairs = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in value)
    except (TypeError, ValueError):
        pairs = ()
    ends = [moment for pair in pairs for moment in pair]
    if not pairs or any(one >= other for one, other in pairwise(ends)):
        raise BadData("no usable intervals", path=path, entry=unit, remedy=_REMEDY)
    return pairs


def _day(path: Path, unit: str | None, value: Any) -> tuple[int, int]:
    if isinstance(value, str) and _DAY.fullmatch(value):
        month, day = (int(part) for part in value.split("-"))
        try:
            date(_LEAP, month, day)
            return month, day
        except ValueError:
            pass
    remedy = 'write the first and last day as "06-01"'
    raise BadData("a season without days", path=path, entry=unit, remedy=remedy)
