"""Deadlines in working days, each able to explain itself. Pure: the calendar comes in by argument.

期间开始之日不计算在内: the day of opening does not count; a deadline ends with the last hour of its
day in Hunan.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.clock import SHANGHAI
from bot.errors import BadData


@dataclass(frozen=True)
class Limit:
    """A time limit as data: what it is for, how long, where it comes from, how sure that is."""

    category: str
    working_days: int
    source: str
    status: str


@dataclass(frozen=True)
class Due:
    """A deadline and how it was reckoned."""

    at: datetime
    limit: Limit
    start: date
    skipped: tuple[date, ...]

    def explanation(self) -> str:
        """The reckoning in Chinese."""
        end = self.at.astimezone(SHANGHAI).date()
        skipped = f",其中 {len(self.skipped)} 天不是工作日" if self.skipped else ""
        sure = "" if self.limit.status == "confirmed" else "(一般时限,尚未核实到原文)"
        days = self.limit.working_days
        return f"自 {self.start} 次日起 {days} 个工作日{skipped},到 {end} 为止{sure}。"


def due(opened_at: datetime, limit: Limit, is_workday: Callable[[date], bool]) -> Due:
    """When a ticket opened then is due.

    Args:
        opened_at: an aware time.
        limit: how many working days.
        is_workday: the calendar.
    """
    start = opened_at.astimezone(SHANGHAI).date()
    day, left, skipped = start, limit.working_days, []
    while left > 0:
        day += timedelta(days=1)
        if is_workday(day):
            left -= 1
        else:
            skipped.append(day)
    end = datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)
    return Due(end, limit, start, tuple(skipped))


def load_limits(path: Path) -> dict[str, Limit]:
    """The limits of `knowledge/time_limits.yml`, by category.

    Raises:
        BadData: a limit is missing something; names entry and remedy.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    limits: dict[str, Limit] = {}
    for name, item in (data or {}).get("limits", {}).items():
        try:
            limit = Limit(name, int(item["working_days"]), item["source"], item["status"])
        except (KeyError, TypeError, ValueError):
            remedy = "it needs working_days, source and status"
            raise BadData("a limit is incomplete", path=path, entry=name, remedy=remedy) from None
        limits[name] = limit
    return limits
