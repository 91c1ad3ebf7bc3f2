"""When nobody answers: an honest word, with a number under which the message can be found.

The message stays where it is and is answered as soon as an engine is there again.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from bot import wording
from bot.conversations import claims, outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import BOT, WAITING, WAITS_FOR_BOT, Conversation, Inbound
from bot.identifiers import TICKET_ALPHABET

LENGTH = 7
_AT_ONCE = 500


def unanswered(session: Session) -> Sequence[int]:
    """Ids of messages that wait for the bot, and whose person was not told yet that they do."""
    other = aliased(Inbound)
    told = exists().where(
        other.conversation_id == Inbound.conversation_id,
        other.status == "waiting",
        other.receipt.is_not(None),
    )
    query = (
        select(Inbound.id)
        .join(Conversation, Conversation.id == Inbound.conversation_id)
        .where(WAITS_FOR_BOT, Conversation.owner.in_([BOT, WAITING]), ~told)
        .order_by(Inbound.id)
        .limit(_AT_ONCE)
    )
    return session.scalars(query).all()


def tell(session: Session, inbox_id: int, *, at: datetime) -> str | None:
    """Give the person a number for what they wrote; `None` when it is being answered just now."""
    asked = session.get_one(Inbound, inbox_id)
    if not claims.hold(session, asked.conversation_id):
        return None
    lock = select(Conversation).where(Conversation.id == asked.conversation_id)
    conversation = session.scalar(lock.with_for_update(skip_locked=True))
    if conversation is None:
        return None
    session.refresh(asked)
    if asked.status != "waiting" or inbox_id not in unanswered(session):
        return None
    asked.receipt = _number()
    said = Reply(wording.say("waiting.no_answer", receipt=asked.receipt))
    sender = outbox.SYSTEM_SENDER
    outbox.say(session, conversation, said, reply_to=None, at=at, sender=sender)
    return asked.receipt


def find(session: Session, number: str) -> Inbound | None:
    """The message of a receipt or of an incident number."""
    asked = number.strip()
    query = select(Inbound).where(
        or_(Inbound.receipt == asked.upper(), Inbound.incident == asked.lower())
    )
    return session.scalar(query.limit(1))


def parked(session: Session) -> Sequence[Inbound]:
    """What waits and what was given up, oldest first."""
    dead = (Inbound.incident.is_not(None), Inbound.status == "dead")
    found = [
        *session.scalars(select(Inbound).where(WAITS_FOR_BOT).limit(_AT_ONCE)),
        *session.scalars(select(Inbound).where(*dead).limit(_AT_ONCE)),
    ]
    return sorted(found, key=lambda message: message.id)


def retry(session: Session, message: Inbound, *, at: datetime) -> bool:
    """Let a message that was given up wait again; whether it was one."""
    if message.status != "dead":
        return False
    message.status, message.attempts = "waiting", 0
    conversation = session.get_one(Conversation, message.conversation_id, with_for_update=True)
    conversation.waiting_since = conversation.waiting_since or at
    return True


def _number() -> str:
    return "HZ-" + "".join(secrets.choice(TICKET_ALPHABET) for _ in range(LENGTH))
