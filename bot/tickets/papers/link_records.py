"""The table of private links to a ticket's papers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class PaperLink(Base):
    """One link; only the hash of its token is kept."""

    __tablename__ = "paper_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    openings: Mapped[int] = mapped_column(Integer)
