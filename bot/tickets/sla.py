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

STATUSES = frozenset({"confirmed", "unverified", "policy"})
LONGEST = 250


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
    # Years whose holidays were not announced yet when this was reckoned: only weekends counted.
    guessed_years: tuple[int, ...] = ()

    def explanation(self) -> str:
        """The reckoning in Chinese."""
        end = self.at.astimezone(SHANGHAI).date()
        skipped = f",其中 {len(self.skipped)} 天不是工作日" if self.skipped else ""
        sure = "" if self.limit.status == "confirmed" else "（一般时限，尚未核实到原文）"
        days = self.limit.working_days
        years = "、".join(map(str, self.guessed_years))
        guess = f"{years} 年的放假安排还没有收录，暂时只按周末推算。" if years else ""
        return f"自 {self.start} 次日起 {days} 个工作日{skipped}，到 {end} 为止{sure}。{guess}"


def due(
    opened_at: datetime,
    limit: Limit,
    is_workday: Callable[[date], bool],
    announced: Callable[[date], bool] = lambda day: True,
) -> Due:
    """When a ticket opened then is due.

    Args:
        opened_at: an aware time.
        limit: how many working days.
        is_workday: the calendar.
        announced: whether the holidays around a day are known.
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
    years = (year for year in range(start.year, day.year + 1) if not announced(date(year, 12, 31)))
    return Due(end, limit, start, tuple(skipped), tuple(years))


def load_limits(path: Path) -> dict[str, Limit]:
    """The limits of `knowledge/time_limits.yml`, by category.

    Raises:
        BadData: the file or a limit is not usable; names entry and remedy.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        at = None if line is None else line + 1
        raise BadData("cannot be read", path=path, line=at, remedy="restore the file") from None
    items = data.get("limits") if isinstance(data, dict) else None
    if not isinstance(items, dict) or not items:
        raise BadData("no limits in it", path=path, remedy="begin the file with `limits:`")
    return {name: _limit(path, name, item) for name, item in items.items()}


def _limit(path: Path, name: str, item: Any) -> Limit:
    item = item if isinstance(item, dict) else {}
    days, source, status = (item.get(key) for key in ("working_days", "source", "status"))
    if not source or status not in STATUSES:
        remedy = f"it needs working_days, source and status, one of {', '.join(sorted(STATUSES))}"
        raise BadData("a limit is incomplete", path=path, entry=name, remedy=remedy)
    if type(days) is not int or not 1 <= days <= LONGEST:
        remedy = f"write a whole number from 1 to {LONGEST}"
        raise BadData("working_days is unusable", path=path, entry=name, remedy=remedy)
    return Limit(name, days, str(source), status)
