"""How long either side of a handover may keep the other waiting (`knowledge/handover.yml`)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT

FILE = ROOT / "knowledge" / "handover.yml"
_NAMES = ("queue", "staff", "person")


@dataclass(frozen=True)
class Patience:
    """How long in the queue, without a word of staff, without a word of the person."""

    queue: timedelta
    staff: timedelta
    person: timedelta


@lru_cache(maxsize=2)
def patience(path: Path = FILE) -> Patience:
    """The three spans.

    Raises:
        BadData: one of them is not a number of minutes from 1 to 1440.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    minutes = data if isinstance(data, dict) else {}
    for name in _NAMES:
        if type(minutes.get(name)) is not int or not 1 <= minutes[name] <= 1440:
            raise BadData("unusable", path=path, entry=name, remedy="write minutes from 1 to 1440")
    return Patience(*(timedelta(minutes=minutes[name]) for name in _NAMES))
