"""Who owns the turn of a conversation: the bot, nobody yet (waiting for staff), or a colleague."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.records import WAITING, Conversation, Handoff


def ask(session: Session, conversation_id: str, *, why: str, at: datetime) -> int:
    """Queue the conversation for staff; its place in the queue, from 1.

    Asking again while waiting keeps the place.
    """
    waiting = session.scalar(
        select(Handoff).where(
            Handoff.conversation_id == conversation_id, Handoff.status == "queued"
        )
    )
    if waiting is None:
        waiting = Handoff(conversation_id=conversation_id, why=why, status="queued", asked_at=at)
        session.add(waiting)
        session.flush()
        conversation = session.get_one(Conversation, conversation_id)
        conversation.owner = WAITING
    earlier = session.scalar(
        select(func.count())
        .select_from(Handoff)
        .where(Handoff.status == "queued", Handoff.id < waiting.id)
    )
    return int(earlier or 0) + 1
