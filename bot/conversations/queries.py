"""Reading talks for colleagues: the list with its filters, a page of the transcript, the counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from bot.conversations.handoff_records import ACTIVE, CLAIMED, ConversationNote, Handoff
from bot.conversations.records import Conversation, Feedback, Message
from bot.staff.notice_records import StaffNotice

T = TypeVar("T", bound=tuple[Any, ...])
PAGE = 40
LINES = 120
# Under this the bot itself asks back instead of believing its reading (config.yml).
UNSURE = 0.45
LOW_STARS = 2


@dataclass(frozen=True)
class TalkFilters:
    """Which talks; what is empty does not matter."""

    owner: str = ""
    staff_id: int | None = None
    unit: str = ""
    channel: str = ""
    intent: str = ""
    unsure: bool = False
    unhappy: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions of a query that joins the handover in progress."""
        pairs = {
            Conversation.owner: self.owner,
            Conversation.center_id: self.unit,
            Conversation.channel: self.channel,
            Conversation.intent: self.intent,
        }
        found = [column == value for column, value in pairs.items() if value]
        if self.staff_id is not None:
            found += [Handoff.staff_id == self.staff_id, Handoff.status == CLAIMED]
        if self.unsure:
            found.append(Conversation.confidence < UNSURE)
        if self.unhappy:
            found.append(_unhappy())
        return found


def _unhappy() -> ColumnElement[bool]:
    return exists().where(
        Feedback.conversation_id == Conversation.id,
        Feedback.useful.is_(False) | (Feedback.stars <= LOW_STARS),
    )


@dataclass(frozen=True)
class TalkRow:
    """One talk in the list."""

    talk: Conversation
    handoff: Handoff | None
    last: Message | None
    unhappy: bool


def talks(
    session: Session, seen: ColumnElement[bool], only: TalkFilters, *, page: int = 1
) -> list[TalkRow]:
    """A page of talks: who waits longest first, else the newest first; one more than a page.

    Args:
        session: where to look.
        seen: what the colleague may see (`bot.desk.sight`).
        only: which ones.
        page: from 1.
    """
    waits = only.owner == "waiting"
    order = [Handoff.queued_at, Handoff.id] if waits else [Conversation.updated_at.desc()]
    query = (
        _joined(select(Conversation, Handoff, Message, _unhappy()))
        .outerjoin(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.seq == Conversation.last_seq,
            ),
        )
        .where(seen, Conversation.last_seq > 0, *only.conditions())
        .order_by(*order)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    return [TalkRow(*row) for row in session.execute(query)]


def count(session: Session, seen: ColumnElement[bool], only: TalkFilters) -> int:
    """How many talks that are."""
    query = _joined(select(func.count()).select_from(Conversation)).where(seen, *only.conditions())
    return int(session.scalar(query) or 0)


def _joined(query: Select[T]) -> Select[T]:
    held = and_(Handoff.conversation_id == Conversation.id, Handoff.status.in_(ACTIVE))
    return query.outerjoin(Handoff, held)


def lines(session: Session, conversation_id: str, *, before: int | None = None) -> list[Message]:
    """The newest lines of a transcript, oldest first; those before `before` when it is given."""
    query = select(Message).where(Message.conversation_id == conversation_id)
    if before is not None:
        query = query.where(Message.seq < before)
    found = list(session.scalars(query.order_by(Message.seq.desc()).limit(LINES)))
    return found[::-1]


def handoffs(session: Session, conversation_id: str) -> list[Handoff]:
    """Every handover of a talk, oldest first."""
    query = select(Handoff).where(Handoff.conversation_id == conversation_id).order_by(Handoff.id)
    return list(session.scalars(query))


@dataclass(frozen=True)
class Pulse:
    """What changed last, cheap to ask for: two that are equal mean nothing has."""

    message: int
    handoffs: tuple[tuple[int, str, int | None, datetime], ...]
    note: int
    notice: int


def pulse(session: Session) -> Pulse:
    """The present state, for those who watch."""
    active = select(Handoff.id, Handoff.status, Handoff.staff_id, Handoff.queued_at).where(
        Handoff.status.in_(ACTIVE)
    )
    return Pulse(
        int(session.scalar(select(func.max(Message.id))) or 0),
        tuple((one[0], one[1], one[2], one[3]) for one in session.execute(active)),
        int(session.scalar(select(func.max(ConversationNote.id))) or 0),
        int(session.scalar(select(func.max(StaffNotice.id))) or 0),
    )
