"""The table of the bot's switches."""

from datetime import datetime

from sqlalchemy import Boolean, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class BotSwitch(Base):
    """The bot switched on or off on a channel, by whom and why. Only grows; the newest counts."""

    __tablename__ = "bot_switches"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    on: Mapped[bool] = mapped_column(Boolean)
    why: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_bot_switches_channel", "channel", "id"),)
