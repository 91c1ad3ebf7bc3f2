"""Deadlines reckoned by hand, day by day, from the State Council's calendars of 2025 and 2026.

Around Spring Festival and National Day weekends are worked and weekdays are not; these are the
days on which a deadline is easily wrong.
"""

from datetime import date, datetime, time

import pytest

from bot.clock import SHANGHAI
from bot.tickets import sla
from bot.tickets.calendar import announced, is_workday
from bot.tickets.limits import Limit

# Each line: the day of opening, then working days = the day it is due.
TABLE = """
2024-12-30  2=2025-01-02
2024-12-31  1=2025-01-02
2025-01-20  15=2025-02-14
2025-01-22  3=2025-01-26
2025-01-24  1=2025-01-26  2=2025-01-27  3=2025-02-05
2025-01-25  1=2025-01-26
2025-01-26  1=2025-01-27  2=2025-02-05
2025-01-27  15=2025-02-24
2025-01-28  1=2025-02-05  15=2025-02-24
2025-02-04  1=2025-02-05  3=2025-02-07  4=2025-02-08  5=2025-02-10
2025-02-07  1=2025-02-08  2=2025-02-10
2025-02-08  1=2025-02-10
2025-02-09  1=2025-02-10
2025-04-02  2=2025-04-07
2025-04-03  5=2025-04-11
2025-04-14  15=2025-05-07
2025-04-25  4=2025-04-30  5=2025-05-06
2025-04-26  1=2025-04-27
2025-04-28  3=2025-05-06
2025-05-05  1=2025-05-06
2025-05-29  2=2025-06-03
2025-06-01  2=2025-06-04
2025-09-22  15=2025-10-17
2025-09-26  1=2025-09-28  2=2025-09-29  3=2025-09-30  4=2025-10-09  6=2025-10-11  7=2025-10-13
2025-09-27  1=2025-09-28
2025-09-28  1=2025-09-29
2025-09-29  2=2025-10-09
2025-09-30  3=2025-10-11  4=2025-10-13  15=2025-10-28
2025-10-01  1=2025-10-09
2025-10-08  1=2025-10-09
2025-10-10  1=2025-10-11  2=2025-10-13
2025-10-11  1=2025-10-13
2025-12-22  15=2026-01-13
2025-12-30  3=2026-01-05
2025-12-31  2=2026-01-05
2026-01-02  1=2026-01-04
2026-01-03  2=2026-01-05
2026-02-09  15=2026-03-06
2026-02-13  1=2026-02-14  2=2026-02-24
2026-02-14  1=2026-02-24  5=2026-02-28  6=2026-03-02  15=2026-03-13
2026-02-17  1=2026-02-24
2026-02-23  4=2026-02-27  5=2026-02-28
2026-02-27  1=2026-02-28
2026-02-28  1=2026-03-02
2026-03-01  1=2026-03-02
2026-04-03  1=2026-04-07
2026-04-30  1=2026-05-06  4=2026-05-09  5=2026-05-11
2026-05-08  1=2026-05-09
2026-06-18  1=2026-06-22
2026-07-06  15=2026-07-27
2026-09-18  1=2026-09-20  2=2026-09-21  15=2026-10-15
2026-09-19  1=2026-09-20
2026-09-24  1=2026-09-28  4=2026-10-08
2026-09-30  1=2026-10-08  3=2026-10-10  4=2026-10-12
2026-10-07  1=2026-10-08
2026-10-09  1=2026-10-10
2026-10-10  1=2026-10-12
"""
CASES = [
    (line.split()[0], *pair.split("="))
    for line in TABLE.strip().splitlines()
    for pair in line.split()[1:]
]


def _due(opened: datetime, days: int) -> sla.Due:
    limit = Limit("complaint", days, "a table", "unverified")
    return sla.due(opened, limit, is_workday, announced)


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("opened", "days", "due"), CASES)
def test_a_matter_is_due_on_the_day_reckoned_by_hand(opened: str, days: str, due: str) -> None:
    morning = datetime.combine(date.fromisoformat(opened), time(10), tzinfo=SHANGHAI)
    assert _due(morning, int(days)).at.date() == date.fromisoformat(due)


def test_the_hour_of_opening_does_not_move_the_day() -> None:
    first = _due(datetime(2026, 9, 30, 0, 0, tzinfo=SHANGHAI), 3)
    last = _due(datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI), 3)
    assert first.at == last.at == datetime(2026, 10, 10, 23, 59, 59, tzinfo=SHANGHAI)


def test_a_deadline_names_the_days_it_left_out() -> None:
    due = _due(datetime(2026, 9, 30, 10, tzinfo=SHANGHAI), 4)
    assert due.skipped == (*(date(2026, 10, day) for day in range(1, 8)), date(2026, 10, 11))
    assert "8 天不是工作日" in due.explanation()


def test_beyond_the_announced_years_a_deadline_says_that_it_is_a_guess() -> None:
    due = _due(datetime(2098, 12, 30, 10, tzinfo=SHANGHAI), 5)
    assert due.guessed_years == (2098, 2099)
    assert "2098、2099 年的放假安排还没有收录" in due.explanation()


def test_within_the_announced_years_nothing_is_called_a_guess() -> None:
    due = _due(datetime(2026, 9, 30, 10, tzinfo=SHANGHAI), 5)
    assert due.guessed_years == ()
    assert "推算" not in due.explanation()
