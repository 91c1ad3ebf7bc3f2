"""Telling those who registered, each in their own conversation."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.clock import local
from bot.conversations import outbox
from bot.conversations.outbox import SYSTEM_SENDER, Reply
from bot.conversations.records import Conversation
from bot.plan.activity_records import Activity, Registration


def everyone(
    session: Session, activity: Activity, key: str, *, at: datetime, **facts: object
) -> int:
    """Tell all who have a seat or wait for one; how many could be reached."""
    query = select(Registration).where(
        Registration.activity_id == activity.id, Registration.state != "cancelled"
    )
    people = list(session.scalars(query.order_by(Registration.id)))
    return sum(one(session, activity, person, key, at=at, **facts) for person in people)


def one(
    session: Session,
    activity: Activity,
    person: Registration,
    key: str,
    *,
    at: datetime,
    **facts: object,
) -> bool:
    """Tell one of them; whether there is a conversation to tell it in."""
    conversation = session.get(Conversation, person.conversation_id or "")
    if conversation is None:
        return False
    when = local(activity.starts_at).strftime("%-m月%-d日 %H:%M")
    text = wording.say(key, title=activity.title, when=when, place=activity.place, **facts)
    said = Reply(text)
    outbox.say(session, conversation, said, reply_to=None, at=at, sender=SYSTEM_SENDER)
    return True
