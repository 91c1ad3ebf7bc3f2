"""Somebody waits for a person: queued, and the colleagues of the unit are told."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import wording
from bot.clock import local
from bot.conversations import handoff, ownership
from bot.conversations.queue import Place
from bot.staff import notices, queries
from bot.staff.permissions import PROVINCE, TALK


def ask(
    session: Session,
    conversation_id: str,
    *,
    why: str,
    at: datetime,
    center_id: str | None = None,
) -> Place:
    """As `handoff.ask`; who waits already is not announced again."""
    known = ownership.active_of(session, conversation_id)
    place = handoff.ask(session, conversation_id, why=why, at=at, center_id=center_id)
    active = ownership.active_of(session, conversation_id)
    if known is None and active is not None:
        near = queries.who_may(session, TALK, active.center_id)
        told = near or queries.who_may(session, TALK, PROVINCE)
        text = wording.say("staff.handoff")
        notices.post(session, told, "handoff", text, at=at, conversation_id=conversation_id)
    return place


def moment(when: datetime) -> str:
    """`11月25日（周三）09:00`."""
    here = local(when)
    return here.strftime(f"%-m月%-d日（周{'一二三四五六日'[here.weekday()]}）%H:%M")
