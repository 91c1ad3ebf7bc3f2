"""Time limits as data: how long, from which source, valid when, sure or not; by unit where set."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData

STATUSES = frozenset({"confirmed", "unverified", "policy"})
LONGEST = 250


@dataclass(frozen=True)
class Limit:
    """One limit.

    `warn_before`: working days before the end at which colleagues are warned. `extension`: the most
    working days it may be extended by. Outside its validity it still counts, as unverified.
    """

    category: str
    working_days: int
    source: str
    status: str
    warn_before: int = 0
    extension: int = 0
    valid_from: date | None = None
    valid_until: date | None = None

    def on(self, day: date) -> "Limit":
        """As it stands on a day: what is not valid then is not sure."""
        early = self.valid_from is not None and day < self.valid_from
        late = self.valid_until is not None and day > self.valid_until
        return replace(self, status="unverified") if early or late else self


@dataclass(frozen=True)
class Limits:
    """All limits, by name, and those a unit has of its own."""

    common: dict[str, Limit]
    of_units: dict[str, dict[str, Limit]] = field(default_factory=dict)

    def get(self, name: str, unit: str, day: date) -> Limit | None:
        """The limit of a name at a unit on a day; `None` when there is none at all."""
        own = self.of_units.get(unit, {}).get(name)
        found = own or self.common.get(name)
        return found.on(day) if found else None

    @property
    def earliest_warning(self) -> int:
        """The most working days before an end at which any limit warns."""
        own = [limit for limits in self.of_units.values() for limit in limits.values()]
        return max(limit.warn_before for limit in [*self.common.values(), *own])


def load_limits(path: Path) -> Limits:
    """The limits of `knowledge/time_limits.yml`.

    Raises:
        BadData: the file or a limit is not usable; names entry and remedy.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        at = None if line is None else line + 1
        raise BadData("cannot be read", path=path, line=at, remedy="restore the file") from None
    data = data if isinstance(data, dict) else {}
    items, units = data.get("limits"), data.get("units") or {}
    if not isinstance(items, dict) or not items:
        raise BadData("no limits in it", path=path, remedy="begin the file with `limits:`")
    if not isinstance(units, dict) or not all(isinstance(own, dict) for own in units.values()):
        raise BadData("units is unusable", path=path, remedy="write limits below each unit's id")
    common = {name: _limit(path, name, item) for name, item in items.items()}
    of_units = {
        unit: {name: _limit(path, f"{unit} {name}", item) for name, item in own.items()}
        for unit, own in units.items()
    }
    return Limits(common, of_units)


def _limit(path: Path, name: str, item: Any) -> Limit:
    item = item if isinstance(item, dict) else {}
    source, status = item.get("source"), item.get("status")
    if not source or status not in STATUSES:
        remedy = f"it needs working_days, source and status, one of {', '.join(sorted(STATUSES))}"
        raise BadData("a limit is incomplete", path=path, entry=name, remedy=remedy)
    return Limit(
        name.split()[-1],
        _days(path, name, item, "working_days", 1),
        str(source),
        status,
        _days(path, name, item, "warn_before", 0),
        _days(path, name, item, "extension", 0),
        _date(path, name, item, "valid_from"),
        _date(path, name, item, "valid_until"),
    )


def _days(path: Path, name: str, item: dict[str, Any], key: str, least: int) -> int:
    value = item.get(key, None if least else 0)
    if type(value) is not int or not least <= value <= LONGEST:
        remedy = f"write a whole number from {least} to {LONGEST}"
        raise BadData(f"{key} is unusable", path=path, entry=name, remedy=remedy)
    return value


def _date(path: Path, name: str, item: dict[str, Any], key: str) -> date | None:
    value = item.get(key)
    if value is not None and type(value) is not date:
        raise BadData(f"{key} is unusable", path=path, entry=name, remedy="write 2026-04-15")
    return value
