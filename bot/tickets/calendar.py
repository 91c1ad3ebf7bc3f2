"""China's working days: weekends, national holidays, make-up working days (调休)."""

from datetime import date
from functools import lru_cache

import chinese_calendar


@lru_cache(maxsize=8192)  # a list of late tickets asks for the same days again and again
def is_workday(day: date) -> bool:
    """Whether offices work on this day.

    The library knows the years the State Council has announced; for later years only weekends
    count, and `announced` says so.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def announced(day: date) -> bool:
    """Whether the holidays of this day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True
