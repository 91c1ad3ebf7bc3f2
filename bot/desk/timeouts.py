"""A handover that takes too long, on either side: nobody is left waiting for ever.

Each verb looks again under the lock: what was too late a moment ago may have been answered since.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.conversations import ownership
from bot.conversations.handoff_records import ACTIVE, ENDED, EXPIRED, QUEUED, Handoff
from bot.conversations.inbox import USER
from bot.conversations.patience import Patience
from bot.conversations.records import Conversation, Message
from bot.desk import callbacks, telling, waiting
from bot.staff import notices, queries
from bot.tickets.opening_hours import OfficeBook, OfficeHours


def overdue(session: Session) -> list[str]:
    """The conversations with a handover in progress: those that may have become too late."""
    return list(session.scalars(select(Handoff.conversation_id).where(Handoff.status.in_(ACTIVE))))


def check(
    session: Session,
    conversation_id: str,
    *,
    patience: Patience,
    offices: OfficeBook,
    directory: Directory,
    at: datetime,
) -> str | None:
    """End or requeue one handover when it is too late.

    Returns:
        `expired`, `requeued`, `ended`; `None` when it is still in time.
    """
    conversation = ownership.locked(session, conversation_id)
    active = ownership.active_of(session, conversation_id)
    if active is None:
        return None
    hours = offices.of(active.center_id)
    if active.status == QUEUED:
        if hours.is_open(at) and at - active.queued_at < patience.queue:
            return None
        return _expire(session, conversation, active, hours, directory, at)
    return _in_hand(session, conversation, active, patience, at)


def _expire(
    session: Session,
    conversation: Conversation,
    active: Handoff,
    hours: OfficeHours,
    directory: Directory,
    at: datetime,
) -> str:
    ticket = callbacks.file(
        session,
        conversation,
        active.center_id,
        key=f"handoff-{active.id}",
        about="handoff.callback_reason",
        directory=directory,
        at=at,
    )
    opens = hours.next_opening(at)
    key = "handoff.nobody_came" if hours.is_open(at) else "handoff.closed_meanwhile"
    facts = {
        "number": ticket.number,
        "due": telling.day(ticket.due_at),
        "when": waiting.moment(opens),
    }
    why = "nobody came"
    ownership.give_to_bot(session, conversation, active, EXPIRED, why=why, key=key, at=at, **facts)
    return "expired"


def _in_hand(
    session: Session,
    conversation: Conversation,
    active: Handoff,
    patience: Patience,
    at: datetime,
) -> str | None:
    heard, spoken = _last(session, conversation, USER), active.answered_seq or 0
    if heard is not None and heard[0] > spoken:
        since = max(heard[1], active.claimed_at or heard[1])
        if at - since < patience.staff:
            return None
        leads = queries.supervisors(session, active.center_id)
        name = active.staff_name or ""
        ownership.requeue(session, conversation, active, "handoff.staff_gone", at=at)
        text = wording.say("staff.left_waiting", name=name)
        notices.post(session, leads, "left_waiting", text, at=at, conversation_id=conversation.id)
        return "requeued"
    last = _last(session, conversation, "staff")
    begun = active.claimed_at or active.asked_at
    if at - (max(last[1], begun) if last else begun) < patience.person:
        return None
    ownership.give_to_bot(
        session,
        conversation,
        active,
        ENDED,
        why="the person was silent",
        key="handoff.person_gone",
        at=at,
    )
    return "ended"


def _last(session: Session, conversation: Conversation, sender: str) -> tuple[int, datetime] | None:
    newest = select(func.max(Message.seq)).where(
        Message.conversation_id == conversation.id, Message.sender == sender
    )
    query = select(Message.seq, Message.created_at).where(
        Message.conversation_id == conversation.id, Message.seq == newest.scalar_subquery()
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None
