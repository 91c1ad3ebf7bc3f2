"""Writing and checking a ticket's trail: each event holds the hash of the one before."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.chain import START, seal
from bot.staff.records import AuditEvent
from bot.tickets import webhooks
from bot.tickets.records import Ticket, TicketEvent
from bot.tickets.statuses import OPENED


@dataclass(frozen=True)
class Broken:
    """Where a trail is not what was written."""

    number: str
    seq: int
    why: str


def record(
    session: Session,
    ticket: Ticket,
    verb: str,
    *,
    by: str,
    why: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> TicketEvent:
    """Append one event; the only place that writes events."""
    last = session.scalar(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id)
        .order_by(TicketEvent.seq.desc())
        .limit(1)
    )
    event = TicketEvent(
        ticket_id=ticket.id,
        seq=(last.seq + 1) if last else 1,
        at=at,
        verb=verb,
        by=by,
        why=why,
        detail=detail or {},
        prev_hash=last.hash if last else START,
        hash="",
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    webhooks.queue(session, ticket, event)
    return event


def last(session: Session, ticket: Ticket, *verbs: str) -> TicketEvent | None:
    """The newest event of one of these verbs."""
    return session.scalar(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.verb.in_(verbs))
        .order_by(TicketEvent.seq.desc())
        .limit(1)
    )


def digest(event: TicketEvent) -> str:
    """The event's seal over everything in it and the seal before."""
    moment = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = (event.ticket_id, event.seq, moment, event.verb, event.by, event.why, event.detail)
    return seal(event.prev_hash, *facts)


def verify(session: Session) -> list[Broken]:
    """Check every trail; what is broken, in order.

    It finds what was changed or taken out by somebody who did not also reckon the hashes of all
    later events anew; against that, keep the newest hashes outside the database.
    """
    query = (
        select(Ticket.number, Ticket.status, TicketEvent)
        .outerjoin(TicketEvent, TicketEvent.ticket_id == Ticket.id)
        .order_by(Ticket.id, TicketEvent.seq)
        .execution_options(yield_per=1000)
    )
    broken: list[Broken] = []
    erased = _erased(session)
    for (number, status), rows in groupby(session.execute(query), key=lambda row: tuple(row[:2])):
        events = [event for _, _, event in rows if event is not None]
        broken += _chain(number, events, number in erased) + _end(number, status, events)
    return broken


def _erased(session: Session) -> set[str]:
    """Tickets whose words were taken out by an order that stands in the house's own trail."""
    query = select(AuditEvent.about).where(AuditEvent.act == "privacy.erase")
    return {about.removeprefix("ticket:") for about in session.scalars(query)}


def _chain(number: str, events: list[TicketEvent], may_be_erased: bool) -> list[Broken]:
    broken, expected_seq, prev = [], 1, START
    for event in events:
        # Without its words the hash cannot be reckoned; its place in the chain still can.
        silent = may_be_erased and bool(event.detail.get("erased"))
        if event.seq != expected_seq:
            broken.append(Broken(number, event.seq, "an event before it is missing"))
        elif event.prev_hash != prev or (event.hash != digest(event) and not silent):
            broken.append(Broken(number, event.seq, "it was changed"))
        expected_seq, prev = event.seq + 1, event.hash
    return broken


def _end(number: str, status: str, events: list[TicketEvent]) -> list[Broken]:
    if not events:
        return [Broken(number, 1, "its trail is gone")]
    last = events[-1]
    if last.detail.get("to", OPENED) != status:
        return [Broken(number, last.seq + 1, "the ticket is not as its last event left it")]
    return []
