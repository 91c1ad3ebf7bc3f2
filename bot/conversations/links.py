"""Which tickets a talk is about, beside those it opened itself."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.reading_records import TalkLink


def link(
    session: Session, conversation_id: str, ticket_number: str, *, by: str, at: datetime
) -> None:
    """Put a talk to a ticket; done twice it is there once. Sight of both is checked before."""
    if ticket_number in numbers(session, conversation_id):
        return
    session.add(
        TalkLink(conversation_id=conversation_id, ticket_number=ticket_number, by=by, at=at)
    )
    session.flush()


def numbers(session: Session, conversation_id: str) -> list[str]:
    """The tickets a talk was put to, oldest first."""
    query = select(TalkLink.ticket_number).where(TalkLink.conversation_id == conversation_id)
    return list(session.scalars(query.order_by(TalkLink.id)))


def talks(session: Session, ticket_number: str) -> list[str]:
    """The talks that were put to a ticket, oldest first."""
    query = select(TalkLink.conversation_id).where(TalkLink.ticket_number == ticket_number)
    return list(session.scalars(query.order_by(TalkLink.id)))
