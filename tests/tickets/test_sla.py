"""Deadlines and office hours over the holidays and make-up working days of 2025 and 2026."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets import sla
from bot.tickets.calendar import is_workday
from bot.tickets.limits import Limit, load_limits
from bot.tickets.office_file import load_offices

HOURS = load_offices(ROOT / "knowledge" / "office_hours.yml").of(None)

# (opened on, working days, due on), reckoned by hand from the State Council's calendars.
CASES = [
    ("2025-01-20", 5, "2025-01-26"),  # Sunday 26 January is a make-up working day
    ("2025-01-27", 1, "2025-02-05"),  # Spring Festival 28 January to 4 February
    ("2025-01-27", 4, "2025-02-08"),  # Saturday 8 February is worked
    ("2025-04-03", 1, "2025-04-07"),  # Qingming 4 to 6 April
    ("2025-04-25", 1, "2025-04-27"),  # Sunday 27 April is worked
    ("2025-04-30", 1, "2025-05-06"),  # Labour Day 1 to 5 May
    ("2025-05-30", 1, "2025-06-03"),  # Dragon Boat 31 May to 2 June
    ("2025-09-25", 7, "2025-10-11"),  # 28 September and 11 October are worked
    ("2025-09-30", 1, "2025-10-09"),
    ("2025-12-31", 1, "2026-01-04"),  # Sunday 4 January 2026 is worked
    ("2026-11-24", 15, "2026-12-15"),
    ("2026-11-20", 1, "2026-11-23"),
]


@pytest.mark.parametrize(("opened", "days", "due"), CASES)
def test_a_deadline_counts_working_days_only(opened: str, days: int, due: str) -> None:
    moment = datetime.fromisoformat(opened + "T10:00").replace(tzinfo=SHANGHAI)
    limit = Limit("test", days, "rechenprobe", "policy")
    assert sla.due(moment, limit, is_workday).at.date() == date.fromisoformat(due)


def test_a_matter_of_the_night_counts_from_hunans_day() -> None:
    moment = datetime.fromisoformat("2026-11-23T16:30:00+00:00")
    limit = Limit("test", 1, "s", "policy")
    assert sla.due(moment, limit, is_workday).at.date() == date(2026, 11, 25)


def test_a_deadline_explains_itself() -> None:
    limit = Limit("complaint", 5, "s", "unverified")
    moment = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
    said = sla.due(moment, limit, is_workday).explanation()
    assert "5 个工作日" in said
    assert "2 天不是工作日" in said
    assert "尚未核实" in said


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),
        ("2026-11-24T12:30", "2026-11-24T13:30"),
        ("2026-11-24T20:00", "2026-11-25T09:00"),
        ("2026-11-27T18:00", "2026-11-30T09:00"),
        ("2025-09-30T18:00", "2025-10-09T09:00"),
        ("2025-10-11T08:00", "2025-10-11T09:00"),
    ],
)
def test_the_next_opening_is_the_real_one(moment: str, opens: str) -> None:
    asked = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert HOURS.next_opening(asked).strftime("%Y-%m-%dT%H:%M") == opens


def test_a_limit_without_a_source_is_refused_by_name(tmp_path: Path) -> None:
    bad = tmp_path / "time_limits.yml"
    bad.write_text("limits:\n  complaint:\n    working_days: 5\n", encoding="utf-8")
    with pytest.raises(BadData, match="complaint"):
        load_limits(bad)
