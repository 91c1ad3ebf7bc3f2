"""How urgent a ticket is, as a word and a color."""

from dataclasses import dataclass
from datetime import datetime

from bot.tickets import sla
from bot.tickets.calendar import is_workday
from bot.tickets.records import Ticket
from bot.tickets.statuses import LIVE

SOON = 3


@dataclass(frozen=True)
class Due:
    """The state of a ticket's clock: for a tag."""

    words: str
    color: str


def due(ticket: Ticket, now: datetime) -> Due:
    """Late, soon, in time, standing still, or over."""
    if ticket.status not in LIVE:
        return Due("", "")
    if ticket.stopped_since is not None:
        return Due("暂停计时", "info")
    if ticket.due_at is None:
        return Due("不计时", "")
    left = sla.days_left(now, ticket.due_at, is_workday)
    if now > ticket.due_at:
        return Due(f"超期 {max(-left, 1)} 天", "bad")
    if left == 0:
        return Due("今天到期", "bad")
    return Due(f"还有 {left} 个工作日", "care" if left <= SOON else "")
