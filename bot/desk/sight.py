"""What a colleague may see, in one place: every list, page, search and call is scoped by this."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation
from bot.errors import NotFound
from bot.identifiers import check_ticket_no
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SEE_TALKS, SEE_TICKETS
from bot.tickets import lifecycle
from bot.tickets.records import Ticket, TicketUnit

NO_TICKET = "没有找到这件事，或者不在您的单位。"
NO_TALK = "没有找到这段对话，或者不在您的单位。"
_CASEWORK = {"handler", "supervisor"}


def tickets_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on tickets: of the unit, sent by it and not yet taken, or helped by it."""
    units = actor.units(SEE_TICKETS)
    if units is None:
        return true()
    if not units:
        return false()
    helped = select(TicketUnit.ticket_id).where(TicketUnit.unit.in_(units))
    return or_(Ticket.center_id.in_(units), Ticket.sent_by.in_(units), Ticket.id.in_(helped))


def talks_seen_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on conversations; one without a unit yet is the province's."""
    units = actor.units(SEE_TALKS)
    if units is None:
        return true()
    return Conversation.center_id.in_(units) if units else false()


def ticket(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Ticket:
    """A ticket that the colleague may see, read anew.

    Raises:
        NotFound: absent or not theirs; the answer is the same.
    """
    asked = check_ticket_no(number)
    query = select(Ticket).where(Ticket.number == asked.value, tickets_seen_by(actor))
    query = query.execution_options(populate_existing=True)
    session.flush()
    found = session.scalar(query.with_for_update() if lock else query) if asked.valid else None
    if found is None:
        raise NotFound(NO_TICKET)
    return found


def talk(session: Session, actor: Actor, conversation_id: str) -> Conversation:
    """A conversation that the colleague may see.

    Raises:
        NotFound: absent or not theirs; the answer is the same.
    """
    query = select(Conversation).where(
        Conversation.id == conversation_id[:64], talks_seen_by(actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(NO_TALK)
    return found


def roles_on(actor: Actor, ticket: Ticket) -> list[str]:
    """What a colleague is to a ticket, in the words of the table of moves."""
    roles = sorted(actor.roles_at(ticket.center_id) & _CASEWORK)
    if actor.roles_at(PROVINCE) & _CASEWORK:
        roles.append(lifecycle.PROVINCE)
    if ticket.sent_by and actor.roles_at(ticket.sent_by) & _CASEWORK:
        roles.append(lifecycle.SENDER)
    helpers = (helper["center_id"] for helper in ticket.cooperating)
    if any(actor.roles_at(unit) & _CASEWORK for unit in helpers):
        roles.append(lifecycle.COOPERATING)
    return roles
