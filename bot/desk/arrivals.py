"""A matter comes to a unit: its staff are told, and may see the conversation it came from."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.records import Conversation
from bot.desk import telling
from bot.tickets.records import Ticket


def arrived(session: Session, ticket: Ticket, *, at: datetime) -> None:
    """Tell the unit; filed again by a retry, it is told once."""
    if ticket.opened_at != at:
        return
    follows(session, ticket)
    telling.staff(session, ticket, "open", at=at)


def follows(session: Session, ticket: Ticket) -> None:
    """The conversation belongs to the unit that has the matter: its staff may see and answer it."""
    conversation = session.get(Conversation, ticket.conversation_id)
    if conversation is not None:
        conversation.center_id = ticket.center_id
