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
2025-01-02  1=2025-01-03  2=2025-01-06  6=2025-01-10  7=2025-01-13  11=2025-01-17  12=2025-01-20
2025-01-02  15=2025-01-23  16=2025-01-24  17=2025-01-26  18=2025-01-27  19=2025-02-05
2025-01-23  1=2025-01-24  2=2025-01-26  3=2025-01-27  4=2025-02-05  5=2025-02-06  6=2025-02-07
2025-01-23  7=2025-02-08  8=2025-02-10  12=2025-02-14  13=2025-02-17
2025-02-05  1=2025-02-06  3=2025-02-08  4=2025-02-10  8=2025-02-14  9=2025-02-17  15=2025-02-25
2025-03-03  4=2025-03-07  5=2025-03-10  15=2025-03-24  20=2025-03-31
2025-03-28  1=2025-03-31  4=2025-04-03  5=2025-04-07  9=2025-04-11  10=2025-04-14
2025-04-01  2=2025-04-03  3=2025-04-07  7=2025-04-11  12=2025-04-18  15=2025-04-23
2025-04-24  1=2025-04-25  2=2025-04-27  3=2025-04-28  5=2025-04-30  6=2025-05-06  9=2025-05-09
2025-04-27  1=2025-04-28  3=2025-04-30  4=2025-05-06
2025-05-06  3=2025-05-09  4=2025-05-12  8=2025-05-16  13=2025-05-23  15=2025-05-27
2025-05-30  1=2025-06-03  4=2025-06-06  5=2025-06-09  9=2025-06-13  15=2025-06-23
2025-06-02  1=2025-06-03  5=2025-06-09
2025-07-01  3=2025-07-04  4=2025-07-07  8=2025-07-11  15=2025-07-22
2025-08-29  1=2025-09-01  5=2025-09-05  6=2025-09-08  15=2025-09-19
2025-09-15  4=2025-09-19  5=2025-09-22  9=2025-09-26  10=2025-09-28  11=2025-09-29  12=2025-09-30
2025-09-15  13=2025-10-09  14=2025-10-10  15=2025-10-11
2025-09-25  1=2025-09-26  2=2025-09-28  4=2025-09-30  5=2025-10-09  7=2025-10-11  8=2025-10-13
2025-10-09  1=2025-10-10  2=2025-10-11  3=2025-10-13  7=2025-10-17  8=2025-10-20  15=2025-10-29
2025-10-12  1=2025-10-13  5=2025-10-17  6=2025-10-20
2025-11-24  4=2025-11-28  5=2025-12-01  9=2025-12-05  15=2025-12-15
2025-12-26  1=2025-12-29  3=2025-12-31  4=2026-01-04  5=2026-01-05  9=2026-01-09  15=2026-01-19
2026-01-01  1=2026-01-04  2=2026-01-05  6=2026-01-09  7=2026-01-12
2026-01-04  1=2026-01-05  5=2026-01-09  6=2026-01-12  15=2026-01-23
2026-01-30  1=2026-02-02  5=2026-02-06  10=2026-02-13  11=2026-02-14  12=2026-02-24  15=2026-02-27
2026-01-30  16=2026-02-28  17=2026-03-02
2026-02-10  3=2026-02-13  4=2026-02-14  5=2026-02-24  8=2026-02-27  9=2026-02-28  10=2026-03-02
2026-02-12  1=2026-02-13  2=2026-02-14  3=2026-02-24  7=2026-02-28  8=2026-03-02  15=2026-03-11
2026-02-15  1=2026-02-24  5=2026-02-28  6=2026-03-02
2026-02-24  3=2026-02-27  4=2026-02-28  5=2026-03-02  9=2026-03-06  10=2026-03-09
2026-03-30  1=2026-03-31  4=2026-04-03  5=2026-04-07  8=2026-04-10  9=2026-04-13
2026-04-04  1=2026-04-07  4=2026-04-10  15=2026-04-27
2026-04-27  3=2026-04-30  4=2026-05-06  6=2026-05-08  7=2026-05-09  8=2026-05-11
2026-05-05  1=2026-05-06  3=2026-05-08  4=2026-05-09  5=2026-05-11
2026-05-07  1=2026-05-08  2=2026-05-09  3=2026-05-11  7=2026-05-15  15=2026-05-27
2026-05-09  1=2026-05-11  5=2026-05-15  6=2026-05-18
2026-06-15  3=2026-06-18  4=2026-06-22  8=2026-06-26  9=2026-06-29
2026-06-19  1=2026-06-22  5=2026-06-26  15=2026-07-10
2026-07-31  1=2026-08-03  5=2026-08-07  10=2026-08-14  15=2026-08-21
2026-09-14  4=2026-09-18  5=2026-09-20  6=2026-09-21  9=2026-09-24  10=2026-09-28  12=2026-09-30
2026-09-14  13=2026-10-08  14=2026-10-09  15=2026-10-10
2026-09-20  1=2026-09-21  4=2026-09-24  5=2026-09-28  7=2026-09-30  8=2026-10-08  10=2026-10-10
2026-09-25  1=2026-09-28  3=2026-09-30  4=2026-10-08  6=2026-10-10  7=2026-10-12
2026-10-08  1=2026-10-09  2=2026-10-10  3=2026-10-12  7=2026-10-16
2026-10-11  1=2026-10-12  5=2026-10-16
2026-11-24  3=2026-11-27  4=2026-11-30  15=2026-12-15
2026-12-25  1=2026-12-28  4=2026-12-31
"""
CASES = [
    (line.split()[0], *pair.split("="))
    for line in TABLE.strip().splitlines()
    for pair in line.split()[1:]
]


def _due(opened: datetime, days: int) -> sla.Due:
    limit = Limit("complaint", days, "a table", "unverified")
    return sla.due(opened, limit, is_workday, announced)


# Days that the State Council made working days (调休上班), all of both years.
MADE_UP = (
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
).split()


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(set(CASES)) >= 200


def test_every_make_up_working_day_is_a_due_date_and_a_day_of_opening() -> None:
    assert set(MADE_UP) <= {due for _, _, due in CASES}
    assert set(MADE_UP) <= {opened for opened, _, _ in CASES}


# opened, working days, days on which it stood still, granted on top = due; reckoned by hand.
STOPS = """
2026-11-24  15  2026-11-25..2026-12-02                         0 = 2026-12-23
2026-11-24  15  2026-11-26..2026-11-26                         0 = 2026-12-16
2026-11-24  15  -                                              5 = 2026-12-22
2026-09-18  15  2026-09-24..2026-10-09                         0 = 2026-10-23
2026-05-06   5  2026-05-08..2026-05-09                         0 = 2026-05-14
2026-02-10   5  2026-02-13..2026-02-25                         0 = 2026-02-28
2025-01-20   5  2025-01-24..2025-02-06                         0 = 2025-02-08
2026-11-02   5  2026-11-03..2026-11-04,2026-11-09..2026-11-10  0 = 2026-11-13
2026-11-02   5  2026-11-03..2026-11-04,2026-11-09..2026-11-10  2 = 2026-11-17
2026-11-02   5  2026-11-07..2026-11-08                         0 = 2026-11-09
"""


@pytest.mark.parametrize("line", STOPS.strip().splitlines())
def test_days_on_which_it_waited_for_the_person_do_not_count(line: str) -> None:
    opened, days, spans, extra, _, due = line.split()
    pairs = (span.split("..") for span in spans.split(",") if span != "-")
    stops = [sla.Stop(*map(date.fromisoformat, pair)) for pair in pairs]
    morning = datetime.combine(date.fromisoformat(opened), time(10), tzinfo=SHANGHAI)
    limit = Limit("complaint", int(days), "a table", "unverified")
    reckoned = sla.due(morning, limit, is_workday, announced, stops=stops, extra=int(extra))
    assert reckoned.at.date() == date.fromisoformat(due)


def test_a_deadline_names_the_days_it_stood_still_and_those_granted() -> None:
    limit = Limit("complaint", 15, "a table", "unverified")
    stop = sla.Stop(date(2026, 11, 25), date(2026, 12, 2))
    morning = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    said = sla.due(morning, limit, is_workday, stops=[stop], extra=5).explanation()
    assert "等待补充材料的 6 个工作日不计" in said
    assert "另延长 5 个工作日" in said
    assert "尚未核实" in said


@pytest.mark.parametrize(
    ("moment", "left", "level"),
    [
        # Due on Tuesday 15 December 2026, three working days' warning.
        ("2026-12-09T10:00", 4, None),
        ("2026-12-10T00:00", 3, "warned"),
        ("2026-12-13T10:00", 2, "warned"),
        ("2026-12-15T23:59", 0, "warned"),
        ("2026-12-16T00:00", -1, "overdue"),
        ("2026-12-17T00:00", -2, "escalated"),
    ],
)
def test_how_loud_the_clock_rings(moment: str, left: int, level: str | None) -> None:
    limit = Limit("complaint", 15, "a table", "unverified", warn_before=3)
    due = sla.due(datetime(2026, 11, 24, 10, tzinfo=SHANGHAI), limit, is_workday).at
    here = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert sla.days_left(here, due, is_workday) == left
    assert sla.alarm(here, due, limit, is_workday) == level


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
