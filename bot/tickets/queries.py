"""Reading tickets. The public needs two proofs; absent and foreign get the same answer."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.identifiers import check_ticket_no
from bot.tickets import statuses
from bot.tickets.records import Ticket, TicketEvent

SAME_MATTER_WITHIN = timedelta(minutes=10)
# SQLite takes some thousands of values in one statement, not more.
_AT_ONCE = 500
_FIELDS = [
    "number",
    "category",
    "kind",
    "status",
    "center_id",
    "center_tier",
    "center_prefecture",
    "cooperating",
    "route_reason",
    "ip_type",
    "right_no",
    "applicant_name",
    "applicant_org",
    "role",
    "phone",
    "email",
    "anonymous",
    "applicant_region",
    "infringement_region",
    "respondent",
    "platform",
    "description",
    "evidence",
    "wants",
    "channel",
    "conversation_id",
]


@dataclass(frozen=True)
class Filters:
    """Which tickets; what is `None` does not matter."""

    center_id: str | None = None
    status: str | None = None
    category: str | None = None
    due_before: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions of a query; a deadline can only pass for a live ticket."""
        equal = {"center_id": self.center_id, "status": self.status, "category": self.category}
        found = [getattr(Ticket, name) == value for name, value in equal.items() if value]
        if self.due_before is not None:
            found += [Ticket.due_at < self.due_before, Ticket.status.in_(statuses.LIVE)]
        return found


ALL = Filters()


def by_number(session: Session, number: str) -> Ticket | None:
    """The ticket of a number, written in any way; what cannot be a number finds nothing."""
    asked = check_ticket_no(number)
    if not asked.valid:
        return None
    return session.scalar(select(Ticket).where(Ticket.number == asked.value))


def look_up(
    session: Session,
    number: str,
    *,
    phone_last4: str | None = None,
    conversation_id: str | None = None,
) -> Ticket:
    """The ticket of a number, given a second proof.

    Raises:
        NotFound: no such ticket, or the proof does not fit; the answer is the same.
    """
    ticket = by_number(session, number)
    last4 = (ticket.phone or "")[-4:] if ticket else ""
    # In bytes: compare_digest refuses text that is not ASCII, and people type anything.
    by_phone = len(last4) == 4 and hmac.compare_digest(
        last4.encode(), (phone_last4 or "").strip().encode()
    )
    by_channel = ticket is not None and ticket.conversation_id == conversation_id
    if ticket is None or not (by_phone or by_channel):
        raise NotFound("没有找到这件事，或者核对信息对不上。")
    return ticket


def list_tickets(
    session: Session,
    *,
    only: Filters = ALL,
    limit: int | None = 1000,
    before_id: int | None = None,
) -> list[Ticket]:
    """Tickets, newest first.

    Args:
        session: where to look.
        only: which ones.
        limit: how many at most; `None` for all.
        before_id: the id of the last ticket of the page before.
    """
    query = select(Ticket).where(*only.conditions()).order_by(Ticket.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(Ticket.id < before_id)
    return list(session.scalars(query))


def recent_of_conversation(
    session: Session, conversation_id: str, *, limit: int = 5
) -> list[Ticket]:
    """What this conversation filed, newest first."""
    query = (
        select(Ticket)
        .where(Ticket.conversation_id == conversation_id)
        .order_by(Ticket.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def possible_duplicate(
    session: Session, conversation_id: str, description: str, at: datetime
) -> Ticket | None:
    """A ticket of this conversation with the same words, filed minutes ago."""
    query = (
        select(Ticket)
        .where(
            Ticket.conversation_id == conversation_id,
            Ticket.opened_at >= at - SAME_MATTER_WITHIN,
            Ticket.description == description,
        )
        .limit(1)
    )
    return session.scalar(query)


def events_of(session: Session, ticket: Ticket) -> list[TicketEvent]:
    """The trail, oldest first."""
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
    return list(session.scalars(query))


def as_json(session: Session, ticket: Ticket) -> dict[str, Any]:
    """The ticket object of the contract, section 6."""
    return _shown(ticket, events_of(session, ticket))


def all_as_json(session: Session, tickets: list[Ticket]) -> list[dict[str, Any]]:
    """The same for many tickets, with one query for some hundred trails."""
    trails: dict[int, list[TicketEvent]] = {ticket.id: [] for ticket in tickets}
    ids = list(trails)
    for start in range(0, len(ids), _AT_ONCE):
        some = TicketEvent.ticket_id.in_(ids[start : start + _AT_ONCE])
        for event in session.scalars(select(TicketEvent).where(some).order_by(TicketEvent.seq)):
            trails[event.ticket_id].append(event)
    return [_shown(ticket, trails[ticket.id]) for ticket in tickets]


def _shown(ticket: Ticket, events: list[TicketEvent]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(ticket, name) for name in _FIELDS}
    shown["opened_at"] = ticket.opened_at.isoformat()
    shown["due_at"] = ticket.due_at.isoformat() if ticket.due_at else None
    shown["events"] = [
        {"at": event.at.isoformat(), "verb": event.verb, "by": event.by, "why": event.why}
        for event in events
    ]
    return shown
