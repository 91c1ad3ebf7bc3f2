"""The main menu: what a colleague's roles open, in the order of the day's work."""

from dataclasses import dataclass

from bot.staff.actor import Actor
from bot.staff.permissions import (
    MANAGE_STAFF,
    PROVINCE,
    SEE_AUDIT,
    SEE_FIGURES,
    SEE_KNOWLEDGE,
    SEE_QUALITY,
    SEE_TALKS,
    SEE_TICKETS,
    SWITCH_BOT,
)


@dataclass(frozen=True)
class Item:
    """One entry of the menu; offered to who holds one of `needs`, at `at` where it is given."""

    name: str
    path: str
    needs: tuple[str, ...]
    at: str | None = None


ITEMS: tuple[Item, ...] = (
    Item("对话", "/console/talks", (SEE_TALKS,)),
    Item("工单", "/console/tickets", (SEE_TICKETS,)),
    Item("方案任务", "/console/plan", (SEE_TICKETS,)),
    Item("知识库", "/console/knowledge", (SEE_KNOWLEDGE,)),
    Item("理解质量", "/console/quality", (SEE_QUALITY,)),
    Item("统计", "/console/figures", (SEE_FIGURES,)),
    Item("智能助手开关", "/console/switches", (SWITCH_BOT,), PROVINCE),
    Item("账号", "/console/staff", (MANAGE_STAFF,)),
    Item("审计", "/console/audit", (SEE_AUDIT,)),
)


def menu(actor: Actor) -> list[Item]:
    """What to offer to this colleague."""
    return [item for item in ITEMS if any(actor.may(need, item.at) for need in item.needs)]
