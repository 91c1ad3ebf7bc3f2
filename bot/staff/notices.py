"""Telling colleagues: a row for each. The text names the matter by number, and no person."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.staff.actor import Actor
from bot.staff.notice_records import StaffNotice
from bot.staff.records import StaffAccount


def post(
    session: Session,
    to: Iterable[Actor],
    kind: str,
    text: str,
    *,
    at: datetime,
    ticket_number: str | None = None,
    conversation_id: str | None = None,
) -> int:
    """Tell each of these colleagues once; how many."""
    told = sorted({one.id for one in to})
    query = select(StaffAccount.id).where(
        StaffAccount.id.in_(told), StaffAccount.email.is_not(None)
    )
    by_mail = set(session.scalars(query))
    session.add_all(
        StaffNotice(
            staff_id=staff_id,
            kind=kind,
            text=text,
            ticket_number=ticket_number,
            conversation_id=conversation_id,
            at=at,
            mail="waiting" if staff_id in by_mail else None,
            mail_tries=0,
        )
        for staff_id in told
    )
    return len(told)


def unread(session: Session, staff_id: int, *, limit: int = 50) -> list[StaffNotice]:
    """What a colleague has not read yet, newest first."""
    query = (
        select(StaffNotice)
        .where(StaffNotice.staff_id == staff_id, StaffNotice.read_at.is_(None))
        .order_by(StaffNotice.id.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def count_unread(session: Session, staff_id: int) -> int:
    """How many that are."""
    query = select(func.count()).where(
        StaffNotice.staff_id == staff_id, StaffNotice.read_at.is_(None)
    )
    return int(session.scalar(query) or 0)


def mark_read(
    session: Session, staff_id: int, *, at: datetime, notice_id: int | None = None
) -> None:
    """A colleague has read one notice of theirs, or all."""
    query = update(StaffNotice).where(
        StaffNotice.staff_id == staff_id, StaffNotice.read_at.is_(None)
    )
    if notice_id is not None:
        query = query.where(StaffNotice.id == notice_id)
    session.execute(query.values(read_at=at))
