"""Tables around what the bot read in a message: corrections, and tickets a talk belongs to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class ReadingCorrection(Base):
    """How a colleague would have read a message: a candidate for the training data."""

    __tablename__ = "reading_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(Integer)
    # What the bot had read, and how sure it was.
    was: Mapped[str | None] = mapped_column(String(40))
    confidence: Mapped[float | None] = mapped_column(Float)
    intent: Mapped[str] = mapped_column(String(40), index=True)
    # Pairs of entity and value that the message should have given; none: as the bot read them.
    entities: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    # The message with phones, papers, names hidden: the candidate itself.
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)


class TalkLink(Base):
    """A conversation that a colleague has put to a ticket it did not itself open."""

    __tablename__ = "talk_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    ticket_number: Mapped[str] = mapped_column(String(16), index=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "ticket_number"),)
