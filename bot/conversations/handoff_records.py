"""Tables of the handover to people: wishes for a person, takeovers, notes of colleagues."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime
from bot.sealed import Sealed

QUEUED, CLAIMED = "queued", "claimed"
ENDED, EXPIRED = "ended", "expired"
ACTIVE = (QUEUED, CLAIMED)


class Handoff(Base):
    """One handover of a conversation, from the wish for a person to the bot's return."""

    __tablename__ = "handoffs"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    center_id: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(12), default=QUEUED, index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Where it stands in the queue: kept when a colleague gives it back unanswered.
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str | None] = mapped_column(String(64))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_reply_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The transcript's newest line when a colleague took over, and when last answered.
    claimed_seq: Mapped[int | None] = mapped_column(Integer)
    answered_seq: Mapped[int | None] = mapped_column(Integer)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_handoffs_queue", "status", "center_id", "queued_at"),)


class ConversationNote(Base):
    """What colleagues tell each other about a conversation; the person never sees it."""

    __tablename__ = "conversation_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Sealed("conversation_notes.text"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
