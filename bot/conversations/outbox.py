"""Replies: written to the transcript and to the outbox in the turn's own transaction."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.inbox import next_seq
from bot.conversations.records import Button, Conversation, Message, Outbound

BOT_SENDER = "bot"
SYSTEM_SENDER = "system"


@dataclass(frozen=True)
class Reply:
    """One bubble. A button is a title and the payload it stands for."""

    text: str
    buttons: tuple[tuple[str, str], ...] = field(default=())


def say(
    session: Session,
    conversation: Conversation,
    reply: Reply,
    *,
    reply_to: int | None,
    at: datetime,
    sender: str = BOT_SENDER,
) -> int:
    """Write one reply to the transcript and queue it for delivery; its `seq`."""
    seq = next_seq(session, conversation.id)
    buttons = []
    for title, payload in reply.buttons:
        button_id = secrets.token_urlsafe(12)
        session.add(
            Button(
                id=button_id, conversation_id=conversation.id, title=title[:200], payload=payload
            )
        )
        buttons.append({"id": button_id, "title": title})
    session.add(
        Message(
            conversation_id=conversation.id,
            seq=seq,
            sender=sender,
            text=reply.text,
            buttons=buttons,
            attachments=[],
            reply_to=reply_to,
            created_at=at,
        )
    )
    session.add(
        Outbound(
            conversation_id=conversation.id,
            channel=conversation.channel,
            seq=seq,
            status="waiting",
            attempts=0,
            created_at=at,
        )
    )
    return seq


def waiting(session: Session, *, limit: int = 200) -> list[Outbound]:
    """Replies not yet delivered, oldest first."""
    query = select(Outbound).where(Outbound.status == "waiting").order_by(Outbound.id).limit(limit)
    return list(session.scalars(query))
