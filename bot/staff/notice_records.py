"""The table of what a colleague is told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, UtcDateTime


class StaffNotice(Base):
    """One thing that one colleague is told: in the console, and by mail where that is set up."""

    __tablename__ = "staff_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    ticket_number: Mapped[str | None] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # waiting, done, dead; none: nothing to mail.
    mail: Mapped[str | None] = mapped_column(String(8))
    mail_tries: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_staff_notices_unread", "staff_id", "read_at", "id"),
        Index("ix_staff_notices_mail", "mail", "id"),
    )
