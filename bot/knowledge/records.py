"""Tables of the knowledge base: versions, editions, questions without an answer, votes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

DRAFT, SUBMITTED, PUBLISHED = "draft", "submitted", "published"
REPLACED, REJECTED = "replaced", "rejected"


class AnswerVersion(Base):
    """One wording of an entry. `data` is as in the files; `None` takes the entry out of use."""

    __tablename__ = "answer_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(80))
    number: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    data: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewer: Mapped[str | None] = mapped_column(String(80))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("entry_id", "number"),
        Index("ix_answer_versions_state", "state"),
    )


class Edition(Base):
    """Each time what the public is told changes; running processes look at the newest number."""

    __tablename__ = "knowledge_editions"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(80))
    verb: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnansweredQuestion(Base):
    """A question that was not answered, with the named reason; personal data masked."""

    __tablename__ = "unanswered_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(Text)
    nearest: Mapped[str | None] = mapped_column(String(80))
    score: Mapped[float]
    channel: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    settled: Mapped[bool] = mapped_column(Boolean, default=False)


class AnswerVote(Base):
    """Useful or not: a person's word on one answer of one conversation; the last word counts."""

    __tablename__ = "answer_votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64))
    entry_id: Mapped[str] = mapped_column(String(80), index=True)
    useful: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("conversation_id", "entry_id"),)
