"""Deadlines in working days, each able to explain itself. Pure: the calendar comes in by argument.

期间开始之日不计算在内: the day of opening does not count; a deadline ends with the last hour of its
day in Hunan. While the matter waits for the person the clock stands still: from the day the unit
asked to the day the answer came, no day counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.tickets.limits import Limit

Calendar = Callable[[date], bool]
WARNED, OVERDUE, ESCALATED = "warned", "overdue", "escalated"
ESCALATE_AFTER = 2


@dataclass(frozen=True)
class Stop:
    """Days on which the clock stood still, both ends included."""

    since: date
    until: date

    def covers(self, day: date) -> bool:
        """Whether this day does not count."""
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Due:
    """A deadline and how it was reckoned."""

    at: datetime
    limit: Limit
    start: date
    # Days that are no working days, and working days on which the clock stood still.
    skipped: tuple[date, ...]
    stopped: tuple[date, ...] = ()
    extra: int = 0
    # Years whose holidays were not announced yet when this was reckoned: only weekends counted.
    guessed_years: tuple[int, ...] = ()

    def explanation(self) -> str:
        """The reckoning in Chinese."""
        end = self.at.astimezone(SHANGHAI).date()
        days = f"{self.limit.working_days} 个工作日"
        extra = f"，另延长 {self.extra} 个工作日" if self.extra else ""
        skipped = f"，其中 {len(self.skipped)} 天不是工作日" if self.skipped else ""
        stopped = f"，等待补充材料的 {len(self.stopped)} 个工作日不计" if self.stopped else ""
        sure = "" if self.limit.status == "confirmed" else "（一般时限，尚未核实到原文）"
        years = "、".join(map(str, self.guessed_years))
        guess = f"{years} 年的放假安排还没有收录，暂时只按周末推算。" if years else ""
        counted = f"自 {self.start} 次日起 {days}{extra}{skipped}{stopped}，到 {end} 为止"
        return f"{counted}{sure}。{guess}"


def due(
    opened_at: datetime,
    limit: Limit,
    is_workday: Calendar,
    announced: Calendar = lambda day: True,
    *,
    stops: Sequence[Stop] = (),
    extra: int = 0,
) -> Due:
    """When a ticket opened then is due.

    Args:
        opened_at: an aware time.
        limit: how many working days.
        is_workday: the calendar.
        announced: whether the holidays around a day are known.
        stops: when the clock stood still.
        extra: working days granted on top.
    """
    start = _day(opened_at)
    day, left = start, limit.working_days + extra
    skipped: list[date] = []
    stopped: list[date] = []
    while left > 0:
        day += timedelta(days=1)
        if not is_workday(day):
            skipped.append(day)
        elif any(stop.covers(day) for stop in stops):
            stopped.append(day)
        else:
            left -= 1
    end = datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)
    years = (year for year in range(start.year, day.year + 1) if not announced(date(year, 12, 31)))
    return Due(end, limit, start, tuple(skipped), tuple(stopped), extra, tuple(years))


def days_left(moment: datetime, due_at: datetime, is_workday: Calendar) -> int:
    """Working days after today up to the deadline's day; negative once it has passed."""
    today, end = _day(moment), _day(due_at)
    first, last = min(today, end), max(today, end)
    between = sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return between if today <= end else -between


def alarm(moment: datetime, due_at: datetime, limit: Limit, is_workday: Calendar) -> str | None:
    """How loudly the clock rings at a moment: not yet, warned, overdue, escalated."""
    left = days_left(moment, due_at, is_workday)
    if moment <= due_at:
        return WARNED if left <= limit.warn_before else None
    return ESCALATED if -left >= ESCALATE_AFTER else OVERDUE


def working_days_after(start: datetime, days: int, is_workday: Calendar) -> datetime:
    """The end of the day that many working days after the day of `start`."""
    plain = Limit("", days, "", "policy")
    return due(start, plain, is_workday).at


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
