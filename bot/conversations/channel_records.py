"""Tables of the platforms: who is reached where, what may be sent, what a platform told us."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime
from bot.sealed import Sealed


class Contact(Base):
    """Where the person of a conversation is reached on a platform, and what may be sent now.

    `address` is the platform's own id of the person: it leaves this table only for the platform.
    The conversation's id is made from it, so there is one contact for each address.
    """

    __tablename__ = "contacts"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(Sealed("contacts.address"))
    # Why nothing can be sent: unsubscribed, blocked; empty while the person can be reached.
    unreachable: Mapped[str | None] = mapped_column(String(40))
    # What the platform still lets us send, and until when; `None` where it sets no limit.
    allowance: Mapped[int | None] = mapped_column(Integer)
    allowance_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A webhook holds its answer back for this message's reply; the delivery waits meanwhile.
    held_seq: Mapped[int | None] = mapped_column(Integer)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A delivery is under way.
    sending_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Ids of the quick replies shown last, in the order of their numbers.
    menu: Mapped[list[str]] = mapped_column(JSON, default=list)


class SeenCall(Base):
    """A signed call of a platform: the same signature again must carry the same message."""

    __tablename__ = "seen_calls"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_seen_calls_seen_at", "seen_at"),)


class PlatformToken(Base):
    """A platform's access token, shared by all processes. Who set `renewing_until` renews it."""

    __tablename__ = "platform_tokens"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    token: Mapped[str] = mapped_column(Sealed("platform_tokens.token"), default="")
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renewing_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PlatformEvent(Base):
    """What a platform told us besides messages: results of sendings, permissions given or taken."""

    __tablename__ = "platform_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
