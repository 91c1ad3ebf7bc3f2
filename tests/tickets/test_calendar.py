"""The calendar knows make-up days and holidays, and says where its knowledge ends."""

from datetime import date

import pytest

from bot.tickets.calendar import announced, is_workday


@pytest.mark.parametrize(
    "day",
    ["2025-01-26", "2025-02-08", "2025-09-28", "2025-10-11"]
    + ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)
def test_a_make_up_day_at_the_weekend_is_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert is_workday(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2025-01-28", "2025-10-08", "2026-02-23", "2026-10-07"])
def test_a_holiday_on_a_weekday_is_not_worked(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not is_workday(date.fromisoformat(day))


def test_beyond_the_announced_years_only_weekends_rest() -> None:
    assert not announced(date(2099, 10, 1))
    assert is_workday(date(2099, 10, 1))
    assert not is_workday(date(2099, 10, 3))


def test_the_present_year_is_announced() -> None:
    assert announced(date(2026, 12, 31))
