"""Whether staff of a unit are at work now, when they are next, how long they have been. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.errors import BadData
from bot.tickets.calendar import is_workday

Intervals = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Season:
    """Other intervals from one day of the year to another, both included; it may pass New Year."""

    first: tuple[int, int]
    last: tuple[int, int]
    intervals: Intervals

    def covers(self, day: date) -> bool:
        """Whether it is that season."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class OfficeHours:
    """Intervals of a working day in Hunan's time, with seasons (夏令、冬令) that change them."""

    intervals: Intervals
    seasons: tuple[Season, ...] = ()
    # verified, unverified or policy: whether the unit itself has confirmed them.
    status: str = "unverified"

    def on(self, day: date) -> Intervals:
        """The intervals of a day; none when nobody works."""
        if not is_workday(day):
            return ()
        return next((s.intervals for s in self.seasons if s.covers(day)), self.intervals)

    def is_open(self, moment: datetime) -> bool:
        """Whether staff are at work at this moment."""
        here = moment.astimezone(SHANGHAI)
        return any(start <= here.time() < end for start, end in self.on(here.date()))

    def next_opening(self, moment: datetime) -> datetime:
        """The next moment at which somebody comes to work; `moment` itself when open."""
        here = moment.astimezone(SHANGHAI)
        if self.is_open(moment):
            return here
        for days in range(30):
            day = here.date() + timedelta(days=days)
            for start, _ in self.on(day):
                opens = datetime.combine(day, start, tzinfo=SHANGHAI)
                if opens > here:
                    return opens
        raise BadData("no opening within 30 days", path="knowledge/office_hours.yml")

    def minutes_between(self, begin: datetime, end: datetime) -> int:
        """How many minutes staff were at work between two moments."""
        here, there = begin.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
        total = timedelta()
        day = here.date()
        while day <= there.date():
            for start, stop in self.on(day):
                opened = max(here, datetime.combine(day, start, tzinfo=SHANGHAI))
                closed = min(there, datetime.combine(day, stop, tzinfo=SHANGHAI))
                total += max(closed - opened, timedelta())
            day += timedelta(days=1)
        return int(total.total_seconds() // 60)


@dataclass(frozen=True)
class OfficeBook:
    """The hours of every unit; one without its own keeps the common ones."""

    common: OfficeHours
    of_units: dict[str, OfficeHours] = field(default_factory=dict)

    def of(self, unit: str | None) -> OfficeHours:
        """The hours of a unit."""
        return self.of_units.get(unit or "", self.common)
