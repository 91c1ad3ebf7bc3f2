"""The clocks of tickets ring: before the end, at the end, and upwards when nobody listens."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.desk import telling
from bot.tickets import clocks, sla, statuses, work
from bot.tickets.calendar import is_workday
from bot.tickets.records import Ticket

_LOUDNESS = [None, sla.WARNED, sla.OVERDUE, sla.ESCALATED]
_LATE = {
    statuses.AWAITING_SUPPLEMENT: "late_supplement",
    statuses.PENDING_TRANSFER: "late_receive",
}


def near(session: Session, *, at: datetime) -> list[int]:
    """Ids of tickets whose clock may ring now, and of those that wait for somebody too long."""
    warned = sla.working_days_after(at, clocks.limits().earliest_warning, is_workday)
    # A deadline ends at midnight: two working days later is a day and some hours after it.
    later = at - timedelta(days=sla.ESCALATE_AFTER - 1)
    rings = or_(
        Ticket.alarm.is_(None) & (Ticket.due_at <= warned),
        (Ticket.alarm == sla.WARNED) & (Ticket.due_at < at),
        (Ticket.alarm == sla.OVERDUE) & (Ticket.due_at < later),
    )
    live = Ticket.status.in_(statuses.LIVE)
    query = select(Ticket.id).where(live, or_(rings, Ticket.step_until < at)).order_by(Ticket.id)
    return list(session.scalars(query))


def ring(session: Session, ticket_id: int, *, at: datetime) -> str | None:
    """Ring for one ticket, once for each level; the level, or the step that is late."""
    ticket = session.get_one(Ticket, ticket_id, with_for_update=True, populate_existing=True)
    if ticket.status not in statuses.LIVE:
        return None
    return _late_step(session, ticket, at) or _deadline(session, ticket, at)


def _deadline(session: Session, ticket: Ticket, at: datetime) -> str | None:
    limit = clocks.limit_of(ticket)
    if ticket.due_at is None or limit is None:
        return None
    level = sla.alarm(at, ticket.due_at, limit, is_workday)
    if level is None or _LOUDNESS.index(level) <= _LOUDNESS.index(ticket.alarm):
        return None
    work.ring(session, ticket, level, at=at)
    telling.staff(session, ticket, level, at=at)
    return level


def _late_step(session: Session, ticket: Ticket, at: datetime) -> str | None:
    if ticket.step_until is None or ticket.step_until >= at or ticket.status not in _LATE:
        return None
    work.remind(session, ticket, by="clock", role="system", why="", at=at)
    ticket.step_until = None
    telling.staff(session, ticket, _LATE[ticket.status], at=at)
    return _LATE[ticket.status]
