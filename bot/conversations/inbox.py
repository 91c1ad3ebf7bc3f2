"""Accepting a message: stored and numbered exactly once, before anybody is told it was accepted."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import faults
from bot.conversations.records import Button, Conversation, Inbound, Message
from bot.errors import NotFound

# A draft must be found again days later; each message slides the end forward.
SESSION_LIFETIME = timedelta(days=30)
USER = "user"


@dataclass(frozen=True)
class Arrived:
    """One message as its channel normalised it. `external_id` is unique per channel."""

    channel: str
    external_id: str
    text: str
    payload: str | None = None
    attachments: tuple[dict[str, object], ...] = ()
    # A file still to be fetched: the message waits for it, not for the engine.
    media: dict[str, str] | None = None


def open_web_session(session: Session, *, at: datetime) -> tuple[Conversation, str]:
    """A new conversation and the secret token that proves it is the caller's."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation(
        id=secrets.token_hex(16),
        channel="web",
        token_hash=hash_token(token),
        expires_at=at + SESSION_LIFETIME,
        created_at=at,
        updated_at=at,
        last_seq=0,
    )
    session.add(conversation)
    session.flush()
    return conversation, token


def end_web_session(session: Session, conversation_id: str, *, at: datetime) -> None:
    """Close a conversation to its token: from now on nobody opens it."""
    session.get_one(Conversation, conversation_id).expires_at = at


def external_id(conversation_id: str, client_msg_id: str) -> str:
    """The unique id of a web message: the client's own, within its conversation."""
    return f"{conversation_id}:{client_msg_id}"


def hash_token(token: str) -> str:
    """Tokens are stored hashed: a stolen database opens no conversation."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(session: Session, token: str, *, at: datetime) -> Conversation:
    """The conversation a token opens.

    Raises:
        NotFound: the token is unknown or has expired.
    """
    query = select(Conversation).where(Conversation.token_hash == hash_token(token))
    conversation = session.scalar(query)
    if conversation is None or (conversation.expires_at and conversation.expires_at <= at):
        raise NotFound("会话已过期，请刷新页面重新开始。")
    return conversation


def accept(session: Session, conversation_id: str, arrived: Arrived, *, at: datetime) -> int:
    """Store one message of the person and mark the conversation as waiting; its `seq`.

    The same external id again changes nothing and gives the same `seq`, also when both arrive at
    the same instant: the unique key decides, not a look before.
    """
    found = known(session, arrived.channel, arrived.external_id)
    if found is not None:
        return found.seq
    try:
        with session.begin_nested():
            return _insert(session, conversation_id, arrived, at)
    except IntegrityError:
        again = known(session, arrived.channel, arrived.external_id)
        if again is None:
            raise
        return again.seq


def known(session: Session, channel: str, external_id: str) -> Inbound | None:
    """The message of an external id, if it was accepted before."""
    return session.scalar(
        select(Inbound).where(Inbound.channel == channel, Inbound.external_id == external_id)
    )


def _insert(session: Session, conversation_id: str, arrived: Arrived, at: datetime) -> int:
    seq = next_seq(session, conversation_id)
    session.add(
        Message(
            conversation_id=conversation_id,
            seq=seq,
            sender=USER,
            text=arrived.text,
            buttons=[],
            attachments=list(arrived.attachments),
            created_at=at,
        )
    )
    session.add(
        Inbound(
            channel=arrived.channel,
            external_id=arrived.external_id,
            conversation_id=conversation_id,
            seq=seq,
            payload=arrived.payload,
            media=arrived.media,
            status="fetching" if arrived.media else "waiting",
            attempts=0,
            received_at=at,
        )
    )
    session.flush()
    faults.point("accept.before_commit")
    conversation = session.get_one(Conversation, conversation_id, populate_existing=True)
    if not arrived.media:
        conversation.waiting_since = conversation.waiting_since or at
    conversation.updated_at = at
    conversation.expires_at = at + SESSION_LIFETIME
    session.flush()
    return seq


def next_seq(session: Session, conversation_id: str) -> int:
    """Take the next number of the conversation; holds its row until the commit."""
    query = (
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_seq=Conversation.last_seq + 1)
        .returning(Conversation.last_seq)
        .execution_options(synchronize_session=False)
    )
    seq = session.scalar(query)
    if seq is None:
        raise NotFound("会话不存在，请刷新页面重新开始。")
    return seq


def absorb(session: Session, conversation: Conversation) -> int:
    """Take what still waits for the bot away from it: a colleague has read it; how many."""
    query = (
        update(Inbound)
        .where(Inbound.conversation_id == conversation.id, Inbound.status == "waiting")
        .values(status="staff")
        .execution_options(synchronize_session="fetch")
    )
    taken = int(getattr(session.execute(query), "rowcount", 0))
    conversation.waiting_since = None
    return taken


def press(session: Session, conversation_id: str, button_id: str) -> Button:
    """The button a person pressed.

    Raises:
        NotFound: unknown, or shown to somebody else.
    """
    button = session.get(Button, button_id)
    if button is None or button.conversation_id != conversation_id:
        raise NotFound("这个按钮已经失效，请直接打字告诉我。")
    return button
