"""Writing and checking a ticket's trail: each event holds the hash of the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.tickets.records import Ticket, TicketEvent

START = "0" * 64


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
    return event


def digest(event: TicketEvent) -> str:
    """SHA-256 over the event and the hash before it, in one canonical form."""
    moment = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [
        event.prev_hash,
        event.ticket_id,
        event.seq,
        moment,
        event.verb,
        event.by,
        event.why,
        event.detail,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify(session: Session) -> list[Broken]:
    """Check every trail; what is broken, in order."""
    broken: list[Broken] = []
    query = (
        select(TicketEvent, Ticket.number)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .order_by(TicketEvent.ticket_id, TicketEvent.seq)
    )
    ticket_id, expected_seq, prev = None, 1, START
    for event, number in session.execute(query):
        if event.ticket_id != ticket_id:
            ticket_id, expected_seq, prev = event.ticket_id, 1, START
        if event.seq != expected_seq:
            broken.append(Broken(number, event.seq, "an event before it is missing"))
        elif event.prev_hash != prev or event.hash != digest(event):
            broken.append(Broken(number, event.seq, "it was changed"))
        expected_seq, prev = event.seq + 1, event.hash
    return broken
