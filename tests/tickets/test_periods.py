"""Periods of recommendation begin and end on the right days."""

from datetime import date
from itertools import pairwise

import pytest

from bot.tickets.periods import HALF, QUARTER, YEAR, Period, parse, period_of

CASES = [
    (QUARTER, "2026-01-01", "2026Q1", "2026-01-01", "2026-03-31", "2026年第一季度"),
    (QUARTER, "2026-03-31", "2026Q1", "2026-01-01", "2026-03-31", "2026年第一季度"),
    (QUARTER, "2026-04-01", "2026Q2", "2026-04-01", "2026-06-30", "2026年第二季度"),
    (QUARTER, "2026-09-30", "2026Q3", "2026-07-01", "2026-09-30", "2026年第三季度"),
    (QUARTER, "2026-12-31", "2026Q4", "2026-10-01", "2026-12-31", "2026年第四季度"),
    (HALF, "2026-06-30", "2026H1", "2026-01-01", "2026-06-30", "2026年上半年"),
    (HALF, "2026-07-01", "2026H2", "2026-07-01", "2026-12-31", "2026年下半年"),
    (YEAR, "2026-11-24", "2026", "2026-01-01", "2026-12-31", "2026年度"),
]


@pytest.mark.parametrize(("cadence", "day", "key", "start", "end", "name"), CASES)
def test_a_day_lies_in_its_period(
    cadence: str, day: str, key: str, start: str, end: str, name: str
) -> None:
    period = period_of(cadence, date.fromisoformat(day))
    assert (period.key, str(period.start), str(period.end), period.name) == (key, start, end, name)
    assert period.covers(date.fromisoformat(day))
    assert parse(key) == period


@pytest.mark.parametrize("key", ["", "2026Q5", "2026H3", "1999", "2026Q", "20266", "２０２６"])
def test_what_is_no_period_is_none(key: str) -> None:
    assert parse(key) is None


def test_periods_of_a_year_follow_each_other_without_a_gap() -> None:
    for cadence, parts in ((QUARTER, 4), (HALF, 2)):
        periods = [Period(cadence, 2026, part) for part in range(1, parts + 1)]
        for one, following in pairwise(periods):
            assert (following.start - one.end).days == 1
