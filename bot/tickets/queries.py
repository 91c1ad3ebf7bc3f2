"""Reading tickets. The public needs two proofs; absent and foreign get the same answer."""

import hmac
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.identifiers import check_ticket_no
from bot.tickets.records import Ticket, TicketEvent

SAME_MATTER_WITHIN = timedelta(minutes=10)
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


def by_number(session: Session, number: str) -> Ticket | None:
    """The ticket of a number, written in any way."""
    return session.scalar(select(Ticket).where(Ticket.number == check_ticket_no(number).value))


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
    by_phone = bool(last4) and hmac.compare_digest(last4, (phone_last4 or "")[:4])
    by_channel = ticket is not None and ticket.conversation_id == conversation_id
    if ticket is None or not (by_phone or by_channel):
        raise NotFound("没有找到这件事,或者核对信息对不上。")
    return ticket


def list_tickets(
    session: Session, *, limit: int = 1000, before_id: int | None = None
) -> list[Ticket]:
    """Tickets, newest first."""
    query = select(Ticket).order_by(Ticket.id.desc()).limit(limit)
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
    shown: dict[str, Any] = {name: getattr(ticket, name) for name in _FIELDS}
    shown["opened_at"] = ticket.opened_at.isoformat()
    shown["due_at"] = ticket.due_at.isoformat() if ticket.due_at else None
    shown["events"] = [
        {"at": event.at.isoformat(), "verb": event.verb, "by": event.by, "why": event.why}
        for event in events_of(session, ticket)
    ]
    return shown
