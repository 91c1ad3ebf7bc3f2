"""The staff's trail for auditors: who did what when, and whether the chains are whole."""

from sqlalchemy import select
from starlette.responses import Response

from bot.console.visit import Visit
from bot.staff import audit
from bot.staff.records import AuditEvent
from bot.tickets import trail

SHOWN = 100


def listing(visit: Visit) -> Response:
    """The trail, newest first; of one colleague or one kind of act where asked."""
    query = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(SHOWN + 1)
    before = visit.number("before")
    if before:
        query = query.where(AuditEvent.seq < before)
    by, act = visit.asked("by"), visit.asked("act")
    if by:
        query = query.where(AuditEvent.by == by)
    if act:
        query = query.where(AuditEvent.act.startswith(act, autoescape=True))
    rows = list(visit.session.scalars(query))
    checked = bool(visit.asked("check"))
    return visit.page(
        "house/audit.html",
        rows=rows[:SHOWN],
        more=len(rows) > SHOWN,
        by=by,
        act=act,
        checked=checked,
        broken=_broken(visit) if checked else [],
        newest=audit.newest(visit.session),
    )


def _broken(visit: Visit) -> list[str]:
    """Where the two chains are not what was written; names no person."""
    found = [f"工单 {one.number} 第 {one.seq} 条" for one in trail.verify(visit.session)]
    return found + [f"操作记录第 {one.seq} 条" for one in audit.verify(visit.session)]
