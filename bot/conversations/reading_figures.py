"""How well the bot reads, in numbers: what colleagues corrected, how sure it was, by intent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from bot.conversations.queries import UNSURE
from bot.conversations.reading_records import ReadingCorrection
from bot.conversations.records import Conversation

PAGE = 50


@dataclass(frozen=True)
class Confused:
    """Read as one thing, meant as another, so many times."""

    was: str
    meant: str
    count: int


@dataclass(frozen=True)
class Sureness:
    """Conversations whose newest message was read as one intent, and how many of them unsurely."""

    intent: str
    talks: int
    unsure: int


def confusion(session: Session, seen: ColumnElement[bool]) -> list[Confused]:
    """Pairs of intents that were mixed up, the most frequent first.

    Args:
        session: for reading.
        seen: which conversations the colleague may see (`bot.desk.sight`).
    """
    was = func.coalesce(ReadingCorrection.was, "")
    query = (
        select(was, ReadingCorrection.intent, func.count())
        .join(Conversation, Conversation.id == ReadingCorrection.conversation_id)
        .where(seen, was != ReadingCorrection.intent)
        .group_by(was, ReadingCorrection.intent)
    )
    found = [Confused(*row) for row in session.execute(query).tuples()]
    return sorted(found, key=lambda one: (-one.count, one.was, one.meant))


def sureness(session: Session, seen: ColumnElement[bool], since: datetime) -> list[Sureness]:
    """Conversations of a time by their newest reading, the unsurest first."""
    unsure = func.sum(case((Conversation.confidence < UNSURE, 1), else_=0))
    query = (
        select(Conversation.intent, func.count(), unsure)
        .where(seen, Conversation.intent.is_not(None), Conversation.updated_at >= since)
        .group_by(Conversation.intent)
    )
    found = [Sureness(str(name), n, int(k)) for name, n, k in session.execute(query).tuples()]
    return sorted(found, key=lambda one: (-one.unsure, -one.talks))


def corrected(
    session: Session, seen: ColumnElement[bool], *, intent: str, page: int
) -> list[ReadingCorrection]:
    """Corrected messages, newest first; one more than a page where there are more."""
    query = select(ReadingCorrection).join(
        Conversation, Conversation.id == ReadingCorrection.conversation_id
    )
    query = query.where(seen)
    if intent:
        query = query.where(ReadingCorrection.intent == intent)
    query = query.order_by(ReadingCorrection.id.desc())
    return list(session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)))


def how_many_to_export(session: Session, seen: ColumnElement[bool]) -> int:
    """How many corrections nobody has taken yet."""
    return int(session.scalar(select(func.count()).select_from(_untaken(seen).subquery())) or 0)


def to_export(session: Session, seen: ColumnElement[bool]) -> list[ReadingCorrection]:
    """Corrections that nobody has taken into the training data yet, by intent."""
    query = _untaken(seen).order_by(ReadingCorrection.intent, ReadingCorrection.id)
    return list(session.scalars(query))


def _untaken(seen: ColumnElement[bool]) -> Select[tuple[ReadingCorrection]]:
    return (
        select(ReadingCorrection)
        .join(Conversation, Conversation.id == ReadingCorrection.conversation_id)
        .where(seen, ReadingCorrection.exported_at.is_(None))
    )
