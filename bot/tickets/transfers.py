"""The second half of a transfer (转办): the other unit receives it, or it comes back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.tickets.records import Ticket, TicketEvent
from bot.tickets.service import act


def receive(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """The unit it was handed to takes it.

    Raises:
        WrongStatus, NotAllowed: no transfer is waiting, or not for this role.
    """
    return act(session, ticket, "receive", by=by, role=role, why=why, at=at)


def send_back(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """The unit it was handed to returns it to the sender.

    Raises:
        WrongStatus, NotAllowed: as for `receive`.
    """
    return _home(session, ticket, "send_back", by=by, role=role, why=why, at=at)


def take_back(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """The sender takes it back before it was received.

    Raises:
        WrongStatus, NotAllowed: as for `receive`.
    """
    return _home(session, ticket, "take_back", by=by, role=role, why=why, at=at)


def _home(
    session: Session, ticket: Ticket, verb: str, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    act(session, ticket, verb, by=by, role=role, why=why, at=at)
    sender = _transfer_of(session, ticket).detail["sender"]
    ticket.center_id, ticket.center_tier, ticket.center_prefecture = sender
    return ticket


def _transfer_of(session: Session, ticket: Ticket) -> TicketEvent:
    query = (
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.verb == "transfer")
        .order_by(TicketEvent.seq.desc())
        .limit(1)
    )
    event = session.scalar(query)
    if event is None:
        raise NotFound("找不到这次转办的记录，请联系管理员。")
    return event
