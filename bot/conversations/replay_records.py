"""Tables of replays: a candidate model reads again what people wrote, before it goes live."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime

ASKED, RUNNING, DONE, FAILED = "asked", "running", "done", "failed"


class Replay(Base):
    """One comparison of a candidate with the model that serves, over the newest conversations."""

    __tablename__ = "replays"

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(String(120), index=True)
    against: Mapped[str | None] = mapped_column(String(120))
    talks: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8), default=ASKED, index=True)
    by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How many messages had which verdict.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    trouble: Mapped[str] = mapped_column(Text, default="")


class ReplayLine(Base):
    """A message that the two models read differently; its text is masked."""

    __tablename__ = "replay_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    replay_id: Mapped[int] = mapped_column(ForeignKey("replays.id"))
    verdict: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    # What a colleague had said is right, where one has.
    right: Mapped[str | None] = mapped_column(String(40))
    was: Mapped[str] = mapped_column(String(40))
    was_sure: Mapped[float] = mapped_column(Float)
    now: Mapped[str] = mapped_column(String(40))
    now_sure: Mapped[float] = mapped_column(Float)

    __table_args__ = (Index("ix_replay_lines_verdict", "replay_id", "verdict"),)
