"""Tables of activities: lectures, training, competitions, volunteers, service at fairs."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.crypto import MARK_CHARS
from bot.db import Base, UtcDateTime
from bot.sealed import Sealed


class Activity(Base):
    """One activity of one unit, and whether the province funds it this year."""

    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capacity: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    # none, proposed, selected, not_selected.
    support: Mapped[str] = mapped_column(String(12))
    support_why: Mapped[str | None] = mapped_column(Text)
    support_fen: Mapped[int | None] = mapped_column(Integer)
    # When those who registered were reminded of it.
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_activities_state", "state", "starts_at"),)


class Registration(Base):
    """One person who wants to come: registered, waiting for a seat, or cancelled."""

    __tablename__ = "registrations"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    ticket_number: Mapped[str | None] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Sealed("registrations.name"))
    phone: Mapped[str | None] = mapped_column(Sealed("registrations.phone"))
    # By which the same phone is found again (bot.crypto.mark).
    phone_mark: Mapped[str | None] = mapped_column(String(MARK_CHARS), index=True)
    state: Mapped[str] = mapped_column(String(12))
    attended: Mapped[bool | None] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
