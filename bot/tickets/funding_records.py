"""Tables of the funding recommendation (资助项目)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.db import Base, UtcDateTime
from bot.tickets.records import Ticket


class FundingList(Base):
    """One unit's list of one period: draft, sent to the province, decided there."""

    __tablename__ = "funding_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("unit", "period"),)


class Nomination(Base):
    """One ticket on one list: nominated, preselected or left out, selected or not."""

    __tablename__ = "nominations"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("funding_lists.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    aim: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    asked_fen: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(Text)
    granted_fen: Mapped[int | None] = mapped_column(Integer)
    nominated_by: Mapped[str] = mapped_column(String(64))
    nominated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ticket: Mapped[Ticket] = relationship(lazy="joined")
    list: Mapped[FundingList] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("list_id", "ticket_id"),)
