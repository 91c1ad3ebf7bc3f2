"""The table of a colleague's own saved filters."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class SavedFilter(Base):
    """A list as a colleague likes to open it: the page's address behind the question mark."""

    __tablename__ = "saved_filters"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    room: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(40))
    query: Mapped[str] = mapped_column(String(400))

    __table_args__ = (UniqueConstraint("staff_id", "room", "name"),)
