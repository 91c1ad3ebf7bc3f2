"""Which message is answered next: one conversation at a time, and nobody waits behind a flood.

The lock on the conversation's row is the claim. It lives as long as the transaction of the turn:
an engine that dies lets go of it at once, without anybody's clock.
"""

from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Inbound


def _longest_waiting() -> Select[tuple[Conversation]]:
    return (
        select(Conversation)
        .where(Conversation.waiting_since.is_not(None))
        .order_by(Conversation.waiting_since)
        .limit(1)
    )


def anything_waiting(session: Session) -> bool:
    """Cheap look before a claim, without taking the write lock."""
    query = select(Conversation.id).where(Conversation.waiting_since.is_not(None)).limit(1)
    return session.scalar(query) is not None


def is_next(session: Session, conversation_id: str, *, engines: int) -> bool:
    """Whether it is among the first in line, so that one of so many engines has taken it up."""
    first = _longest_waiting().with_only_columns(Conversation.id).limit(engines)
    return conversation_id in session.scalars(first).all()


def next_waiting(session: Session) -> tuple[Conversation, Inbound] | None:
    """The longest waiting conversation, locked till the commit, and its oldest message.

    A conversation that another engine holds is passed over.
    """
    locked = _longest_waiting().with_for_update(skip_locked=True)
    # Read anew: the session may have seen the row before it was locked.
    fresh = locked.execution_options(populate_existing=True)
    while (conversation := session.scalar(fresh)) is not None:
        message = oldest_waiting(session, conversation.id)
        if message is not None:
            return conversation, message
        conversation.waiting_since = None
    return None


def oldest_waiting(session: Session, conversation_id: str) -> Inbound | None:
    """The message whose turn it is: in the order of arrival."""
    return session.scalar(
        select(Inbound)
        .where(Inbound.conversation_id == conversation_id, Inbound.status == "waiting")
        .order_by(Inbound.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def release(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """After a turn: if more messages wait, the conversation goes to the end of the line."""
    more = oldest_waiting(session, conversation.id) is not None
    conversation.waiting_since = at if more else None


def count_failure(session: Session, inbox_id: int) -> None:
    """One more try of this message has failed; a message already dealt with is left alone."""
    query = (
        update(Inbound)
        .where(Inbound.id == inbox_id, Inbound.status == "waiting")
        .values(attempts=Inbound.attempts + 1)
    )
    session.execute(query)
