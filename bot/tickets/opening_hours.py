"""Whether staff are at work now, and when they are next."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.clock import SHANGHAI
from bot.errors import BadData
from bot.tickets.calendar import is_workday


@dataclass(frozen=True)
class OfficeHours:
    """Intervals of a working day, in Hunan's time."""

    intervals: tuple[tuple[time, time], ...]

    @classmethod
    def load(cls, path: Path) -> "OfficeHours":
        """From `knowledge/office_hours.yml`.

        Raises:
            BadData: not intervals of times in order.
        """
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            pairs = tuple(
                (time.fromisoformat(start), time.fromisoformat(end))
                for start, end in data["intervals"]
            )
        except (KeyError, TypeError, ValueError):
            pairs = ()
        if not pairs or any(start >= end for start, end in pairs):
            remedy = 'write intervals such as ["09:00", "12:00"]'
            raise BadData("no usable intervals", path=path, remedy=remedy)
        return cls(pairs)

    def is_open(self, moment: datetime) -> bool:
        """Whether staff are at work at this moment."""
        here = moment.astimezone(SHANGHAI)
        if not is_workday(here.date()):
            return False
        return any(start <= here.time() < end for start, end in self.intervals)

    def next_opening(self, moment: datetime) -> datetime:
        """The next moment at which somebody comes to work; `moment` itself when open."""
        here = moment.astimezone(SHANGHAI)
        if self.is_open(moment):
            return here
        for days in range(30):
            day = here.date() + timedelta(days=days)
            for start, _ in self.intervals:
                opens = datetime.combine(day, start, tzinfo=SHANGHAI)
                if is_workday(day) and opens > here:
                    return opens
        raise BadData("no opening within 30 days", path="knowledge/office_hours.yml")
