"""A callback that is filed for somebody who could not be helped now."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.conversations.inbox import USER
from bot.conversations.records import Conversation, Message
from bot.desk import telling
from bot.tickets import service
from bot.tickets.records import Ticket
from bot.tickets.service import NewTicket

_MARKS = {"unknown", "withheld", "not_asked"}


def file(
    session: Session,
    conversation: Conversation,
    unit: str,
    *,
    key: str,
    about: str,
    directory: Directory,
    at: datetime,
) -> Ticket:
    """File it once for a key, with name and phone only where they were given with consent.

    Args:
        session: the caller's transaction.
        conversation: whose.
        unit: the id of the unit that calls back.
        key: what it is filed for; the same key is the same ticket.
        about: the sentence of `knowledge/notices.yml` that says why.
        directory: the units.
        at: the present.
    """
    center = directory.by_id(unit)
    slots = (conversation.snapshot or {}).get("slots") or {}
    told = slots if slots.get("consent") == "agreed" else {}
    new = NewTicket(
        form_instance=key,
        category="callback",
        center_id=center.id,
        center_tier=center.tier,
        center_prefecture=center.prefecture,
        route_reason=wording.say(about),
        description=wording.say("handoff.callback_about", said=_last_words(session, conversation)),
        applicant_name=_text(told.get("applicant_name")),
        phone=_text(told.get("phone")),
        channel=conversation.channel,
        conversation_id=conversation.id,
    )
    ticket = service.open(session, new, at=at)
    telling.staff(session, ticket, "open", at=at)
    return ticket


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value not in _MARKS else None


def _last_words(session: Session, conversation: Conversation) -> str:
    said = select(Message.text).where(
        Message.conversation_id == conversation.id, Message.sender == USER
    )
    return (session.scalar(said.order_by(Message.seq.desc()).limit(1)) or "")[:200]
