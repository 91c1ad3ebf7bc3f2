"""Tables of the infringement-judgement consultation (侵权判定咨询) and of the experts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db import Base, UtcDateTime
from bot.sealed import Sealed


class Expert(Base):
    """One expert of the province's list."""

    __tablename__ = "experts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    org: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Sealed("experts.contact"))
    active: Mapped[bool] = mapped_column(Boolean)


class Invitation(Base):
    """One expert asked for one consultation, and the answer: asked, agreed, declined, avoided."""

    __tablename__ = "expert_invitations"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("experts.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(8))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expert: Mapped[Expert] = relationship(lazy="joined")


class Consultation(Base):
    """One consultation of one ticket; the province organises it and bears the cost."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    unit: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(Text)
    answer_why: Mapped[str | None] = mapped_column(Text)
    opinion: Mapped[str | None] = mapped_column(Text)
    opinion_file: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    cost_fen: Mapped[int | None] = mapped_column(Integer)
    cost_note: Mapped[str | None] = mapped_column(Text)
    recommended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invitations: Mapped[list[Invitation]] = relationship(lazy="selectin")
