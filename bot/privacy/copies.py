"""What is kept about a person, given to that person: everything of their talk and their matters."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation
from bot.errors import NotFound
from bot.plan.activity_records import Registration
from bot.privacy import reach
from bot.tickets.records import Ticket, TicketEvent

# What opens something, or only serves the machine.
_INNER = frozenset("id token_hash prev_hash hash conversation_id".split())


def of_talk(session: Session, conversation_id: str) -> dict[str, Any]:
    """All of one conversation and of the matters it opened, by table, ready for JSON.

    Raises:
        NotFound: no such conversation, and no matter of it.
    """
    copy: dict[str, Any] = {}
    conversation = session.get(Conversation, conversation_id)
    tickets = list(session.scalars(select(Ticket).where(Ticket.conversation_id == conversation_id)))
    if conversation is None and not tickets:
        raise NotFound("没有这个会话。")
    if conversation is not None:
        copy["conversation"] = _row(Conversation.__table__, conversation)
    for table, column in reach.columns(reach.TALK):
        if table.name not in reach.NOT_COPIED:
            rows = session.execute(select(table).where(column == conversation_id)).mappings()
            copy[table.name] = [_shown(dict(row)) for row in rows]
    copy["tickets"] = [_ticket(session, ticket) for ticket in tickets]
    held = select(Registration).where(Registration.conversation_id == conversation_id)
    copy["registrations"] = [_row(Registration.__table__, one) for one in session.scalars(held)]
    return copy


def _ticket(session: Session, ticket: Ticket) -> dict[str, Any]:
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.seq)
    events = [
        {"at": event.at.isoformat(), "verb": event.verb, "why": event.why}
        for event in session.scalars(query)
    ]
    return {**_row(Ticket.__table__, ticket), "events": events}


def _row(table: Any, found: Any) -> dict[str, Any]:
    assert isinstance(table, Table)
    return _shown({column.name: getattr(found, column.name) for column in table.columns})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return dict(_fields(row))


def _fields(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name in _INNER or name.endswith("_mark") or value is None:
            continue
        yield name, value.isoformat() if isinstance(value, datetime | date) else value
