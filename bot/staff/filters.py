"""A colleague's own saved filters."""

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.staff.filter_records import SavedFilter

MOST, LONGEST = 20, 400


def save(session: Session, staff_id: int, room: str, name: str, query: str) -> None:
    """Keep a filter under a name; the same name again replaces it.

    Raises:
        Refused: no name, too long, or too many.
    """
    if not 1 <= len(name) <= 40:
        raise Refused("给这个筛选起个名字（最多 40 字）。")
    if len(query) > LONGEST:
        raise Refused("这个筛选太长，存不下。")
    known = session.scalar(_mine(staff_id, room).where(SavedFilter.name == name))
    if known is not None:
        known.query = query
        return
    held = select(func.count()).where(SavedFilter.staff_id == staff_id, SavedFilter.room == room)
    if int(session.scalar(held) or 0) >= MOST:
        raise Refused(f"最多存 {MOST} 个筛选，请先删掉不用的。")
    session.add(SavedFilter(staff_id=staff_id, room=room, name=name, query=query))


def of(session: Session, staff_id: int, room: str) -> list[SavedFilter]:
    """A colleague's filters for a room, by name."""
    return list(session.scalars(_mine(staff_id, room).order_by(SavedFilter.name)))


def drop(session: Session, staff_id: int, filter_id: int) -> None:
    """Forget one of one's own; somebody else's stays."""
    session.execute(
        delete(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.staff_id == staff_id)
    )


def _mine(staff_id: int, room: str) -> Select[tuple[SavedFilter]]:
    return select(SavedFilter).where(SavedFilter.staff_id == staff_id, SavedFilter.room == room)
