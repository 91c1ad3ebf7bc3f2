"""A matter to be routed, and where it goes: the two sides of `route`."""

from dataclasses import dataclass
from typing import TypedDict

from bot.centers.center import Center
from bot.centers.place import Region

ASSISTANCE, COMPLAINT = "assistance", "complaint"
PATENTS = frozenset({"patent", "invention_patent", "utility_model", "design_patent"})
OUTSIDE_ID = "outside"


@dataclass(frozen=True)
class Matter:
    """What is known of a matter. `None` regions are not known; `platform` is an online shop's."""

    category: str
    applicant: Region | None = None
    infringement: Region | None = None
    ip_type: str | None = None
    needs: tuple[str, ...] = ()
    platform: str | None = None


class UnitRef(TypedDict):
    """A unit as the contract names it; ready for JSON."""

    center_id: str
    tier: str
    prefecture: str | None


def unit_ref(center: Center) -> UnitRef:
    return UnitRef(center_id=center.id, tier=center.tier, prefecture=center.prefecture)


@dataclass(frozen=True)
class Route:
    """Which unit is responsible, why (in Chinese), who else may be, who helps, what to ask back.

    With `ask`, the unit is only where the matter stays if the person cannot answer.
    """

    center_id: str
    tier: str
    prefecture: str | None
    name: str
    reason: str
    candidates: tuple[UnitRef, ...] = ()
    cooperating: tuple[UnitRef, ...] = ()
    ask: str | None = None
