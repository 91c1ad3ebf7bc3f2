"""A ticket's clock: reckoned from its own columns, stopped while it waits for the person."""

from datetime import date, datetime
from functools import lru_cache

from bot.clock import local
from bot.settings import ROOT
from bot.tickets import sla
from bot.tickets.calendar import announced, is_workday
from bot.tickets.limits import Limit, Limits, load_limits
from bot.tickets.records import Ticket


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits of `knowledge/time_limits.yml`, read once."""
    return load_limits(ROOT / "knowledge" / "time_limits.yml")


def limit_of(ticket: Ticket) -> Limit | None:
    """The limit that governs a ticket where it is."""
    return limits().get(ticket.category, ticket.center_id, local(ticket.clock_from).date())


def due(ticket: Ticket) -> sla.Due | None:
    """The deadline as it stands, able to explain itself; `None` when none runs."""
    limit = limit_of(ticket)
    if limit is None or ticket.stopped_since is not None:
        return None
    stops = [sla.Stop(*map(date.fromisoformat, pair)) for pair in ticket.stops]
    return sla.due(
        ticket.clock_from, limit, is_workday, announced, stops=stops, extra=ticket.extra_days
    )


def reckon(ticket: Ticket) -> str:
    """Set the deadline anew and let the alarm sleep again; the reckoning in words."""
    reckoned = due(ticket)
    ticket.due_at = reckoned.at if reckoned else None
    ticket.alarm = None
    if ticket.stopped_since is not None:
        return f"{local(ticket.stopped_since).date()} 起等待补充材料，暂停计时"
    return reckoned.explanation() if reckoned else ""


def start(ticket: Ticket, at: datetime) -> str:
    """Begin from the beginning."""
    ticket.clock_from, ticket.stopped_since = at, None
    ticket.stops, ticket.extra_days = [], 0
    return reckon(ticket)


def stop(ticket: Ticket, at: datetime) -> str:
    """The matter waits for the person."""
    ticket.stopped_since = at
    return reckon(ticket)


def resume(ticket: Ticket, at: datetime) -> str:
    """The person has answered."""
    if ticket.stopped_since is not None:
        pair = [str(local(moment).date()) for moment in (ticket.stopped_since, at)]
        ticket.stops = [*ticket.stops, pair]
        ticket.stopped_since = None
    return reckon(ticket)


def step_due(name: str, unit: str, at: datetime) -> datetime | None:
    """When a step (`supplement`, `appeal`, `receive`) begun now must be done."""
    limit = limits().get(name, unit, local(at).date())
    return sla.due(at, limit, is_workday, announced).at if limit else None
