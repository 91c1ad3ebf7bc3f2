"""Periods of recommendation: quarter, half-year, year. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

QUARTER, HALF, YEAR = "quarter", "half", "year"
CADENCES = {QUARTER: "每季度", HALF: "每半年", YEAR: "每年"}
_MONTHS = {QUARTER: 3, HALF: 6, YEAR: 12}
_KEY = re.compile(r"(20\d\d)(?:(Q)([1-4])|(H)([12]))?")


@dataclass(frozen=True)
class Period:
    """One period; its key (`2026Q4`, `2026H2`, `2026`) is what is stored."""

    cadence: str
    year: int
    part: int

    @property
    def key(self) -> str:
        """As it is stored and shown in addresses."""
        return (
            f"{self.year}"
            + {QUARTER: f"Q{self.part}", HALF: f"H{self.part}", YEAR: ""}[self.cadence]
        )

    @property
    def name(self) -> str:
        """As people read it."""
        part = {
            QUARTER: f"第{'一二三四'[self.part - 1]}季度",
            HALF: f"{'上下'[(self.part - 1) % 2]}半年",
            YEAR: "度",
        }
        return f"{self.year}年{part[self.cadence]}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, (self.part - 1) * _MONTHS[self.cadence] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day: when the list is due."""
        month = self.part * _MONTHS[self.cadence]
        beyond = date(self.year + month // 12, month % 12 + 1, 1)
        return beyond - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day <= self.end


def period_of(cadence: str, day: date) -> Period:
    """The period a day lies in."""
    return Period(cadence, day.year, (day.month - 1) // _MONTHS[cadence] + 1)


def parse(key: str) -> Period | None:
    """The period of a key; `None` for what is none."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year = int(found[1])
    if found[2]:
        return Period(QUARTER, year, int(found[3]))
    return Period(HALF, year, int(found[5])) if found[4] else Period(YEAR, year, 1)
