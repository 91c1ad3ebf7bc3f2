"""Replies: written to the transcript and to the outbox in the turn's own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from bot.conversations import cards
from bot.conversations.inbox import next_seq
from bot.conversations.records import BOT, WAITING, Conversation, Message, Outbound

BOT_SENDER = "bot"
STAFF_SENDER = "staff"
SYSTEM_SENDER = "system"


@dataclass(frozen=True)
class Reply:
    """One bubble. A button is a title and the payload it stands for; cards: see `cards`."""

    text: str
    buttons: tuple[tuple[str, str], ...] = field(default=())
    attachments: tuple[dict[str, object], ...] = field(default=())
    card: Mapping[str, Any] | None = None


def say(
    session: Session,
    conversation: Conversation,
    reply: Reply,
    *,
    reply_to: int | None,
    at: datetime,
    sender: str = BOT_SENDER,
    notice: dict[str, str] | None = None,
) -> int:
    """Write one reply to the transcript and queue it for delivery; its `seq`.

    `notice` holds the fields of a matter's news, for platforms with templates for them.
    """
    seq = next_seq(session, conversation.id)
    buttons = [
        {"id": cards.issue_button(session, conversation.id, title, payload), "title": title}
        for title, payload in reply.buttons
    ]
    session.add(
        Message(
            conversation_id=conversation.id,
            seq=seq,
            sender=sender,
            text=reply.text,
            buttons=buttons,
            attachments=list(reply.attachments),
            card=cards.issue(session, conversation.id, reply.card),
            reply_to=reply_to,
            created_at=at,
        )
    )
    session.add(
        Outbound(
            conversation_id=conversation.id,
            channel=conversation.channel,
            seq=seq,
            # The web chat's page reads the transcript: nothing is sent, it is only rung for.
            status="done" if conversation.channel == "web" else "waiting",
            delivered_at=at if conversation.channel == "web" else None,
            attempts=0,
            notice=notice,
            created_at=at,
        )
    )
    return seq


def waiting(session: Session, *, channel: str, limit: int = 200) -> list[Outbound]:
    """Replies of a channel not yet delivered, oldest first."""
    query = (
        select(Outbound)
        .where(Outbound.status == "waiting", Outbound.channel == channel)
        .order_by(Outbound.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def _of_the_bot(item: Outbound) -> ColumnElement[bool]:
    return exists().where(
        Message.conversation_id == item.conversation_id,
        Message.seq == item.seq,
        Message.sender == BOT_SENDER,
    )


def may_send(session: Session, item: Outbound) -> bool:
    """Whether a reply may still go out, looked at again at the moment of sending.

    The bot's word that was thought before a colleague took over is dropped, not sent.
    """
    owner = session.scalar(
        select(Conversation.owner).where(Conversation.id == item.conversation_id)
    )
    if owner not in {BOT, WAITING} and session.scalar(select(_of_the_bot(item))):
        item.status, item.reason = "dropped", "staff took over"
        return False
    return True


def drop_unsent(session: Session, conversation: Conversation) -> int:
    """Drop the bot's words that a pushing channel has not sent yet; how many."""
    # The web channel's page reads the transcript: there nothing is sent, only rung for.
    if conversation.channel == "web":
        return 0
    of_bot = select(Message.seq).where(
        Message.conversation_id == conversation.id, Message.sender == BOT_SENDER
    )
    query = (
        update(Outbound)
        .where(
            Outbound.conversation_id == conversation.id,
            Outbound.status == "waiting",
            Outbound.seq.in_(of_bot),
        )
        .values(status="dropped")
        .execution_options(synchronize_session="fetch")
    )
    return int(getattr(session.execute(query), "rowcount", 0))
