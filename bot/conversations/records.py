"""Tables of the conversations: who talks, what was said, what waits to be read or delivered."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    literal,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime
from bot.sealed import Sealed, SealedJson

BOT = "bot"
WAITING = "waiting"
STAFF = "staff"


_WAITS = text("status = 'waiting'")


class Conversation(Base):
    """One person on one channel. `owner` says whose turn it is: bot, waiting (for staff), staff."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[str] = mapped_column(String(64), default=BOT)
    # The unit whose staff may see it; none yet: only the province's.
    center_id: Mapped[str | None] = mapped_column(String(64), index=True)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("conversations.snapshot"))
    # The newest reading: what the person seems to want, and how sure that is.
    intent: Mapped[str | None] = mapped_column(String(40))
    confidence: Mapped[float | None] = mapped_column(Float)
    # Set while messages wait for the engine; who waits longest comes first.
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_conversations_waiting", "waiting_since"),
        Index("ix_conversations_recent", "updated_at"),
        Index("ix_conversations_of_unit", "center_id", "updated_at"),
        Index("ix_conversations_figures", "created_at", "channel", "center_id", "last_seq"),
    )


class Message(Base):
    """One line of the transcript; never changed once written, but for the bot's reading of it."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(Integer)
    sender: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Sealed("messages.text"))
    buttons: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    reply_to: Mapped[int | None] = mapped_column(Integer)
    reading: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("messages.reading"))
    # What a page may make of the text: a summary to edit, a ticket to keep. The text says it all.
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)


class Inbound(Base):
    """A message that was accepted and waits for, or had, its turn."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(200))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(Integer)
    payload: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    incident: Mapped[str | None] = mapped_column(String(12))
    # A file still lying at the platform: fetched before the message has its turn.
    media: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The number the person was given when no engine answered in time.
    receipt: Mapped[str | None] = mapped_column(String(16))

    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbox_conversation_status", "conversation_id", "status", "id"),
        Index("ix_inbox_receipt", "receipt", unique=True),
        Index("ix_inbox_incident", "incident"),
        # Small, however many messages there are: only what waits is in it.
        Index("ix_inbox_waiting", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )


# As a literal: only so the databases see that the small index is enough.
WAITS_FOR_BOT = Inbound.status == literal("waiting", literal_execute=True)


class Outbound(Base):
    """A reply on its way: waiting, parked (till the person writes again), done, dropped (staff
    took over, nobody to reach) or dead (staff should look). `reason` says why.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    channel: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    # How many pieces of a long reply the platform has taken.
    parts_done: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(40))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # News of a matter, as fields for a template message outside the platform's window.
    notice: Mapped[dict[str, str] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_outbox_status", "status", "id"),
        Index("ix_outbox_conversation", "conversation_id", "status"),
    )


class Button(Base):
    """What a button means: looked up by its opaque id, never sent to the public."""

    __tablename__ = "buttons"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """What a person answered to which version of the privacy notice. Only grows."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    notice_version: Mapped[str] = mapped_column(String(32))
    answer: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Base):
    """A half-filled form that the person asked to keep."""

    __tablename__ = "drafts"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(32))
    slots: Mapped[dict[str, Any]] = mapped_column(SealedJson("drafts.slots"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Feedback(Base):
    """Praise, rating or a complaint about the service itself."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    text: Mapped[str] = mapped_column(Sealed("feedback.text"))
    useful: Mapped[bool | None] = mapped_column(Boolean)
    # One to five; `about_seq` is the message that was rated, such as the one with the ticket.
    stars: Mapped[int | None] = mapped_column(Integer)
    about_seq: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "about_seq"),)


class StoredFile(Base):
    """A file the person uploaded; the bytes lie under the data folder by their hash."""

    __tablename__ = "files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The matter it became evidence of: a conversation may live for years and file many.
    ticket_number: Mapped[str | None] = mapped_column(String(16))


class EnginePulse(Base):
    """The last sign of life of an engine, and what it has done since it started."""

    __tablename__ = "engine_pulses"

    engine_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    model: Mapped[str] = mapped_column(String(120))
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
