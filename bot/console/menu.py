"""The main menu: what a colleague's roles open, in the order of the day's work."""

from dataclasses import dataclass

from bot.staff.actor import Actor
from bot.staff.permissions import SEE_TALKS, SEE_TICKETS


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    name: str
    path: str
    needs: tuple[str, ...]


ITEMS: tuple[Item, ...] = (
    Item("对话", "/console/talks", (SEE_TALKS,)),
    Item("工单", "/console/tickets", (SEE_TICKETS,)),
)


def menu(actor: Actor) -> list[Item]:
    """What to offer to this colleague."""
    return [item for item in ITEMS if any(actor.may(need) for need in item.needs)]
