"""A matter has just been filed: its unit is told, and may see the conversation it came from."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.records import Conversation
from bot.desk import telling
from bot.tickets.records import Ticket


def arrived(session: Session, ticket: Ticket, *, at: datetime) -> None:
    """Tell the unit; filed again by a retry, it is told once."""
    if ticket.opened_at != at:
        return
    conversation = session.get(Conversation, ticket.conversation_id)
    if conversation is not None:
        conversation.center_id = ticket.center_id
    telling.staff(session, ticket, "open", at=at)
