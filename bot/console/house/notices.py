"""What a colleague was told: a list of their own, marked read."""

from sqlalchemy import select
from starlette.responses import Response

from bot.console.visit import Visit
from bot.staff import notices
from bot.staff.notice_records import StaffNotice

SHOWN = 100


def listing(visit: Visit) -> Response:
    """The newest, unread first among equals by time."""
    query = (
        select(StaffNotice)
        .where(StaffNotice.staff_id == visit.actor.id)
        .order_by(StaffNotice.id.desc())
        .limit(SHOWN)
    )
    return visit.page("house/notices.html", rows=list(visit.session.scalars(query)))


def read(visit: Visit) -> Response:
    """One's own notice, or all of them, has been read."""
    number = visit.form.number("id")
    notices.mark_read(visit.session, visit.actor.id, at=visit.now, notice_id=number)
    return visit.go("/notices")
