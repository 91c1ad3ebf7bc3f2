"""Which engine answers which conversation: one at a time, the longest waiting first."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Inbound

# A claim outlives the slowest turn; a dead engine's claim is dropped when it starts again.
CLAIM_LIFETIME = timedelta(seconds=60)
# Who waits longer than this for a turn to begin waits behind others.
PROMPT = timedelta(seconds=0.3)


def claim(session: Session, engine_id: str, *, at: datetime) -> Inbound | None:
    """Claim the longest waiting conversation; its oldest waiting message, or `None`.

    Counts the attempt in the same transaction, so that a message that kills the engine every
    time is noticed.
    """
    query = (
        select(Conversation)
        .where(
            Conversation.waiting_since.is_not(None),
            or_(Conversation.claimed_until.is_(None), Conversation.claimed_until < at),
        )
        .order_by(Conversation.waiting_since)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    conversation = session.scalar(query)
    if conversation is None:
        return None
    message = oldest_waiting(session, conversation.id)
    if message is None:
        conversation.waiting_since = None
        return None
    conversation.claimed_by = engine_id
    conversation.claimed_until = at + CLAIM_LIFETIME
    message.attempts += 1
    return message


def oldest_waiting(session: Session, conversation_id: str) -> Inbound | None:
    """The message whose turn it is: in the order of arrival."""
    return session.scalar(
        select(Inbound)
        .where(Inbound.conversation_id == conversation_id, Inbound.status == "waiting")
        .order_by(Inbound.id)
        .limit(1)
    )


def anything_waiting(session: Session, *, at: datetime) -> bool:
    """Cheap look before a claim, without taking the write lock."""
    query = (
        select(Conversation.id)
        .where(
            Conversation.waiting_since.is_not(None),
            or_(Conversation.claimed_until.is_(None), Conversation.claimed_until < at),
        )
        .limit(1)
    )
    return session.scalar(query) is not None


def is_prompt(session: Session, *, at: datetime) -> bool:
    """Whether the engines keep up: nobody has waited long for theirs to begin."""
    waiting = select(func.min(Conversation.waiting_since)).where(
        Conversation.waiting_since.is_not(None), Conversation.claimed_by.is_(None)
    )
    oldest = session.scalar(waiting)
    return oldest is None or oldest > at - PROMPT


def touch(session: Session, conversation_id: str) -> None:
    """Hold the conversation's row (on SQLite: the database) until the commit; changes nothing."""
    query = update(Conversation).where(Conversation.id == conversation_id)
    session.execute(query.values(last_seq=Conversation.last_seq))


def is_claimed(session: Session, conversation_id: str) -> bool:
    """Whether an engine is at work on the conversation now."""
    return session.get_one(Conversation, conversation_id).claimed_by is not None


def release(session: Session, conversation: Conversation) -> None:
    """End the claim; the conversation waits again if more messages have come meanwhile."""
    waiting = oldest_waiting(session, conversation.id)
    conversation.waiting_since = waiting.received_at if waiting else None
    conversation.claimed_by = None
    conversation.claimed_until = None


def release_all_of(session: Session, engine_id: str) -> int:
    """Drop the claims of an earlier life of this engine; how many there were."""
    query = (
        update(Conversation)
        .where(Conversation.claimed_by == engine_id)
        .values(claimed_by=None, claimed_until=None)
    )
    return int(getattr(session.execute(query), "rowcount", 0))
