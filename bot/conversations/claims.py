"""Which message is answered next: one conversation at a time, and nobody waits behind a flood.

An engine that thinks about a conversation holds a lock of PostgreSQL's on its name, and nothing
else: people write, and colleagues take over, meanwhile. The lock lives as long as the transaction
of the turn, so an engine that dies lets go of it at once, without anybody's clock.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Inbound

# Who waits longer than this for a turn to begin waits behind others.
PROMPT = timedelta(seconds=0.3)
# So far down the line an engine looks for a conversation that no other is at.
_LOOKED_AT = 40

Taken = Callable[[int], bool]


def _in_line() -> Select[tuple[str]]:
    return (
        select(Conversation.id)
        .where(Conversation.waiting_since.is_not(None))
        .order_by(Conversation.waiting_since, Conversation.id)
    )


def is_prompt(session: Session, *, at: datetime) -> bool:
    """Whether the engines keep up: nobody has waited long."""
    waiting = select(func.min(Conversation.waiting_since))
    oldest = session.scalar(waiting.where(Conversation.waiting_since.is_not(None)))
    return oldest is None or oldest > at - PROMPT


def is_next(session: Session, conversation_id: str, *, engines: int) -> bool:
    """Whether it is among the first in line, so that one of so many engines has taken it up."""
    return conversation_id in session.scalars(_in_line().limit(engines)).all()


def next_waiting(
    session: Session, taken: Taken = lambda inbox_id: False
) -> tuple[Conversation, Inbound] | None:
    """The longest waiting conversation that no other engine is at, and its oldest message.

    Args:
        taken: whether a neighbour, with whom no lock is shared, is at this message.
    """
    for name in session.scalars(_in_line().limit(_LOOKED_AT)).all():
        if not hold(session, name):
            continue
        message = oldest_waiting(session, name)
        if message is not None and not taken(message.id):
            return session.get_one(Conversation, name, populate_existing=True), message
    return None


def hold(session: Session, conversation_id: str) -> bool:
    """Hold the name till the commit; on SQLite, with its one writer, nothing needs to be held."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    name = func.hashtextextended(conversation_id, 0)
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(name))))


def touch(session: Session, conversation_id: str) -> None:
    """Hold the conversation's row (on SQLite: the database) until the commit; changes nothing."""
    query = update(Conversation).where(Conversation.id == conversation_id)
    session.execute(query.values(last_seq=Conversation.last_seq))


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
    left = select(Inbound.id).where(
        Inbound.conversation_id == conversation.id, Inbound.status == "waiting"
    )
    more = session.scalar(left.limit(1)) is not None
    conversation.waiting_since = at if more else None


def count_failure(session: Session, inbox_id: int) -> None:
    """One more try of this message has failed; a message already dealt with is left alone."""
    query = (
        update(Inbound)
        .where(Inbound.id == inbox_id, Inbound.status == "waiting")
        .values(attempts=Inbound.attempts + 1)
    )
    session.execute(query)
