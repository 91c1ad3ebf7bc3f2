"""Reading the transcript in the shape the web chat promises (contract, section 5)."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.conversations.records import Inbound, Message

PAGE = 200


def after(session: Session, conversation_id: str, seq: int) -> list[dict[str, Any]]:
    """Messages newer than `seq`, in order, at most a page of 200."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > seq)
        .order_by(Message.seq)
        .limit(PAGE)
    )
    return [as_json(message) for message in session.scalars(query)]


def as_json(message: Message) -> dict[str, Any]:
    """One message as other programs see it."""
    return {
        "seq": message.seq,
        "sender": message.sender,
        "text": message.text,
        "buttons": message.buttons,
        "attachments": message.attachments,
        "reply_to": message.reply_to,
        "created_at": message.created_at.isoformat(),
    }


def unanswered(session: Session, conversation_id: str) -> bool:
    """Whether the bot still owes an answer: shown to the person as typing."""
    query = select(
        exists().where(Inbound.conversation_id == conversation_id, Inbound.status == "waiting")
    )
    return bool(session.scalar(query))
