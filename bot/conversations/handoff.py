"""Who owns the turn of a conversation: the bot, nobody yet (waiting for staff), or a colleague.

Every verb locks the conversation's row first, as a turn of the engine does: a claim waits for a
turn in progress, and a turn that comes later finds that it is not the bot's any more.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import wording
from bot.conversations import inbox, outbox, queue
from bot.conversations.handoff_records import CLAIMED, ENDED, QUEUED, Handoff
from bot.conversations.outbox import Reply
from bot.conversations.ownership import (
    NotYours,
    active_of,
    give_to_bot,
    locked,
    may,
    owned,
    requeue,
    take,
    tell,
)
from bot.conversations.queue import Place
from bot.conversations.records import WAITING
from bot.errors import Conflict, Refused
from bot.staff import notices
from bot.staff.actor import Actor
from bot.staff.permissions import LEAD_TALKS, PROVINCE, TALK
from bot.text import clean

LONGEST = 2000


class Taken(Conflict):
    """Another colleague owns the conversation."""


def ask(
    session: Session,
    conversation_id: str,
    *,
    why: str,
    at: datetime,
    center_id: str | None = None,
) -> Place:
    """Queue the conversation for the staff of a unit; asking again keeps the place.

    Args:
        session: the caller's transaction.
        conversation_id: whose.
        why: `asked`, `failed` or the name of a rule.
        at: the present.
        center_id: whose staff; the province's when not known.
    """
    conversation = locked(session, conversation_id)
    active = active_of(session, conversation_id)
    if active is None:
        unit = center_id or conversation.center_id or PROVINCE
        active = Handoff(
            conversation_id=conversation_id,
            center_id=unit,
            why=why,
            status=QUEUED,
            asked_at=at,
            queued_at=at,
        )
        session.add(active)
        session.flush()
        conversation.owner, conversation.center_id = WAITING, unit
    return queue.place_of(session, active, at=at)


def claim(session: Session, conversation_id: str, by: Actor, *, at: datetime) -> Handoff:
    """Take the conversation over, from the queue or from the bot (reaching in).

    Whatever still waits for the bot is the colleague's to answer now; claiming twice changes
    nothing.

    Raises:
        NotFound: absent, or of another unit. Forbidden: not this role. Taken: somebody has it.
    """
    conversation = locked(session, conversation_id)
    may(by, TALK, conversation)
    active = active_of(session, conversation_id)
    if active is not None and active.status == CLAIMED:
        if active.staff_id == by.id:
            return active
        raise Taken(f"这段对话已由{active.staff_name}接待，没有改动。")
    if active is None:
        unit = conversation.center_id or PROVINCE
        active = Handoff(
            conversation_id=conversation_id,
            center_id=unit,
            why="reached_in",
            asked_at=at,
            queued_at=at,
        )
        session.add(active)
    take(session, conversation, active, by, at)
    tell(session, conversation, "handoff.claimed", at)
    return active


def reply(
    session: Session,
    conversation_id: str,
    by: Actor,
    text: str,
    *,
    at: datetime,
    attachments: tuple[dict[str, object], ...] = (),
) -> int:
    """Say something to the person as staff; its `seq`.

    Raises:
        NotFound, Forbidden: as for `claim`. NotYours: the caller does not own the turn.
        Refused: nothing to say, or too much at once.
    """
    text = clean(text).strip()
    if not (text or attachments) or len(text) > LONGEST:
        raise Refused(f"一条回复写 1 到 {LONGEST} 字。")
    conversation, active = owned(session, conversation_id, by)
    said = Reply(text, attachments=attachments)
    seq = outbox.say(session, conversation, said, reply_to=None, at=at, sender=outbox.STAFF_SENDER)
    inbox.absorb(session, conversation)
    active.first_reply_at = active.first_reply_at or at
    active.answered_seq = seq
    conversation.updated_at = at
    session.flush()
    return seq


def release(session: Session, conversation_id: str, by: Actor, *, at: datetime) -> Handoff:
    """Give it back to the queue, at the place it had; the bot may speak meanwhile.

    Raises:
        NotFound, Forbidden, NotYours: as for `reply`.
    """
    conversation, active = owned(session, conversation_id, by)
    return requeue(session, conversation, active, "handoff.released", at=at)


def reassign(
    session: Session, conversation_id: str, by: Actor, to: Actor, *, at: datetime
) -> Handoff:
    """Hand it to a colleague: one's own, or anybody's for who leads the unit's talks.

    Raises:
        NotFound, Forbidden, NotYours: as for `reply`, and where `to` may not take it.
    """
    conversation = locked(session, conversation_id)
    may(by, TALK, conversation)
    active = active_of(session, conversation_id)
    if active is None:
        raise NotYours("这段对话现在由智能助手接待，请先接入。")
    if active.staff_id != by.id:
        by.need(LEAD_TALKS, conversation.center_id or PROVINCE)
    to.need(TALK, conversation.center_id or PROVINCE)
    take(session, conversation, active, to, at)
    tell(session, conversation, "handoff.reassigned", at)
    if to.id != by.id:
        text = wording.say("staff.handed_over", name=by.name)
        notices.post(session, [to], "handed_over", text, at=at, conversation_id=conversation_id)
    return active


def hand_back(
    session: Session,
    conversation_id: str,
    by: Actor,
    *,
    at: datetime,
    why: str = "",
    question: str | None = None,
) -> Handoff:
    """End the talk and let the bot go on, with the question it was at.

    Args:
        session: the caller's transaction.
        conversation_id: which.
        by: its owner, or who leads the unit's talks.
        at: the present.
        why: the reason or result, for colleagues.
        question: what the bot asks next, from the brief; none: it waits for the person.
    Raises:
        NotFound, Forbidden, NotYours: as for `reply`.
    """
    conversation, active = owned(session, conversation_id, by, lead=True)
    return give_to_bot(session, conversation, active, ENDED, why=why, question=question, at=at)
