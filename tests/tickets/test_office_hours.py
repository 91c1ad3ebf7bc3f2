"""Office hours: several intervals a day, seasons, units of their own, holidays and make-up days."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets.office_file import load_offices

OWN = """
status: unverified
intervals: [["09:00", "12:00"], ["13:30", "17:30"]]
units:
  yiyang-branch:
    status: verified
    intervals: [["08:30", "12:00"], ["14:00", "17:30"]]
    seasons:
    - {from: "05-01", until: "09-30", intervals: [["08:30", "12:00"], ["14:30", "18:00"]]}
    - {from: "12-20", until: "01-10", intervals: [["09:30", "12:00"]]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "office_hours.yml").write_text(OWN, encoding="utf-8")
    return tmp_path


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("unit", "moment", "is_open"),
    [
        (None, "2026-11-24T08:45", False),
        ("yiyang-branch", "2026-11-24T08:45", True),
        ("yiyang-branch", "2026-11-24T12:00", False),
        ("yiyang-branch", "2026-11-24T14:15", True),
        # Summer: the afternoon begins and ends half an hour later.
        ("yiyang-branch", "2026-07-01T14:15", False),
        ("yiyang-branch", "2026-07-01T17:45", True),
        ("yiyang-branch", "2026-04-30T17:45", False),
        ("yiyang-branch", "2026-05-06T17:45", True),
        ("yiyang-branch", "2026-09-30T17:45", True),
        ("yiyang-branch", "2026-10-08T17:45", False),
        # A season that passes New Year.
        ("yiyang-branch", "2026-12-31T15:00", False),
        ("yiyang-branch", "2026-01-05T09:00", False),
        ("yiyang-branch", "2026-01-05T10:00", True),
        # A Sunday that is worked, and a Thursday that is not.
        (None, "2026-09-20T10:00", True),
        (None, "2026-10-01T10:00", False),
        ("unknown-unit", "2026-11-24T09:00", True),
    ],
)
def test_whether_somebody_is_there(
    folder: Path, unit: str | None, moment: str, is_open: bool
) -> None:
    hours = load_offices(folder / "office_hours.yml").of(unit)
    assert hours.is_open(_at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-04-30T18:30", "2026-05-06T08:30"),
        ("2026-09-30T12:30", "2026-09-30T14:30"),
        ("2026-09-30T18:30", "2026-10-08T08:30"),
        ("2026-12-19T10:00", "2026-12-21T09:30"),
    ],
)
def test_the_next_opening_keeps_to_the_season(folder: Path, moment: str, opens: str) -> None:
    hours = load_offices(folder / "office_hours.yml").of("yiyang-branch")
    assert hours.next_opening(_at(moment)) == _at(opens)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:30", 30),
        ("2026-11-24T11:50", "2026-11-24T13:40", 20),
        ("2026-11-24T17:20", "2026-11-25T09:10", 20),
        ("2026-11-27T17:20", "2026-11-30T09:10", 20),
        ("2026-11-24T20:00", "2026-11-24T22:00", 0),
        ("2026-11-24T00:00", "2026-11-25T00:00", 420),
        ("2026-11-24T10:00", "2026-11-24T09:00", 0),
    ],
)
def test_minutes_at_work_leave_out_lunch_night_and_weekend(
    folder: Path, begin: str, end: str, minutes: int
) -> None:
    hours = load_offices(folder / "office_hours.yml").of(None)
    assert hours.minutes_between(_at(begin), _at(end)) == minutes


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "intervals: []",
        'intervals: [["12:00", "09:00"]]',
        'intervals: [["09:00", "12:00"], ["11:00", "17:00"]]',
        'intervals: [["9", "12"]]',
        'intervals: [["09:00", "12:00"]]\nunits: [a]',
        'intervals: [["09:00", "12:00"]]\nunits: {a: {}}',
        'intervals: [["09:00", "12:00"]]\nseasons: [{from: "02-30", until: "03-01"}]',
        'intervals: [["09:00", "12:00"]]\nseasons: [{from: 5, until: "03-01"}]',
    ],
)
def test_hours_that_cannot_be_are_refused(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "office_hours.yml"
    file.write_text(bad, encoding="utf-8")
    with pytest.raises(BadData, match="write"):
        load_offices(file)


def test_the_hours_of_this_service_say_that_they_are_not_verified() -> None:
    assert load_offices(ROOT / "knowledge" / "office_hours.yml").of(None).status == "unverified"
