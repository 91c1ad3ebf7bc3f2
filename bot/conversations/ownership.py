"""The lock on a conversation's turn, and the changes of its owner that verbs and clock share."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.conversations import inbox, outbox, queue
from bot.conversations.handoff_records import ACTIVE, CLAIMED, QUEUED, Handoff
from bot.conversations.outbox import SYSTEM_SENDER, Reply
from bot.conversations.records import BOT, STAFF, WAITING, Conversation
from bot.errors import Conflict, NotFound
from bot.staff.actor import Actor
from bot.staff.permissions import LEAD_TALKS, PROVINCE, SEE_TALKS, TALK

ABSENT = "没有找到这段对话。"


class NotYours(Conflict):
    """The caller does not own the conversation (any more)."""


def locked(session: Session, conversation_id: str) -> Conversation:
    """The conversation, its row held until the commit.

    Raises:
        NotFound: there is none.
    """
    session.flush()
    conversation = session.get(
        Conversation, conversation_id, with_for_update=True, populate_existing=True
    )
    if conversation is None:
        raise NotFound(ABSENT)
    return conversation


def active_of(session: Session, conversation_id: str) -> Handoff | None:
    """The handover in progress, queued or claimed."""
    return session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.status.in_(ACTIVE))
        .order_by(Handoff.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def may(by: Actor, permission: str, conversation: Conversation) -> None:
    """Insist that the colleague sees the conversation and may do this to it."""
    unit = conversation.center_id or PROVINCE
    by.need_sight(SEE_TALKS, unit, ABSENT)
    by.need(permission, unit)


def owned(
    session: Session, conversation_id: str, by: Actor, *, lead: bool = False
) -> tuple[Conversation, Handoff]:
    """The conversation and its handover, locked, when the caller owns the turn.

    Raises:
        NotFound, Forbidden: not to be seen, not allowed. NotYours: somebody else's.
    """
    conversation = locked(session, conversation_id)
    may(by, TALK, conversation)
    active = active_of(session, conversation_id)
    leads = lead and by.may(LEAD_TALKS, conversation.center_id or PROVINCE)
    if active is None or active.status != CLAIMED or not (active.staff_id == by.id or leads):
        who = active.staff_name if active and active.staff_name else "别人"
        held = f"现在由{who}接待" if conversation.owner == STAFF else "您还没有接入"
        raise NotYours(f"{held}，这段对话没有改动。请先接入。")
    return conversation, active


def take(
    session: Session, conversation: Conversation, active: Handoff, by: Actor, at: datetime
) -> None:
    """Give the turn to a colleague; what still waits for the bot becomes theirs."""
    inbox.absorb(session, conversation)
    outbox.drop_unsent(session, conversation)
    active.status, active.staff_id, active.staff_name = CLAIMED, by.id, by.name
    active.claimed_at, active.claimed_seq = at, conversation.last_seq
    conversation.owner = STAFF
    session.flush()


def requeue(
    session: Session, conversation: Conversation, active: Handoff, key: str, *, at: datetime
) -> Handoff:
    """The same, done by the clock; the conversation's row is locked already."""
    inbox.absorb(session, conversation)
    active.status, active.staff_id, active.staff_name = QUEUED, None, None
    conversation.owner = WAITING
    session.flush()
    place = queue.place_of(session, active, at=at)
    tell(session, conversation, key, at, wait=place.words())
    return active


def give_to_bot(
    session: Session,
    conversation: Conversation,
    active: Handoff,
    status: str,
    *,
    why: str,
    at: datetime,
    question: str | None = None,
    key: str = "handoff.handed_back",
    **facts: object,
) -> Handoff:
    """End a handover; messages that came while a colleague owned the turn stay theirs."""
    if active.status == CLAIMED:
        inbox.absorb(session, conversation)
    active.status, active.ended_at, active.ended_why = status, at, why
    conversation.owner = BOT
    session.flush()
    tell(session, conversation, key, at, **facts)
    if question:
        asked = Reply(question)
        outbox.say(session, conversation, asked, reply_to=None, at=at)
    return active


def tell(
    session: Session, conversation: Conversation, key: str, at: datetime, **facts: object
) -> None:
    """Say a sentence of the service itself to the person."""
    said = Reply(wording.say(key, **facts))
    outbox.say(session, conversation, said, reply_to=None, at=at, sender=SYSTEM_SENDER)
