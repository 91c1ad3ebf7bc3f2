"""Figures over talks and tickets of a time: how many, how long, how well, by what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.conversations.handoff_records import Handoff
from bot.conversations.records import Conversation, Feedback
from bot.tickets.records import Ticket
from bot.tickets.statuses import CLOSED, LIVE

Pairs = list[tuple[str, str, int]]
HAPPY = 4


@dataclass(frozen=True)
class Span:
    """From when to when, and whose: the conditions come from `bot.desk.sight`."""

    since: datetime
    until: datetime
    tickets: ColumnElement[bool]
    talks: ColumnElement[bool]


@dataclass(frozen=True)
class Totals:
    """The numbers on top. `None`: nothing to reckon from."""

    talks: int
    handed_over: int
    first_reply: timedelta | None
    waited: timedelta | None
    opened: int
    closed: int
    live: int
    late: int
    handled: timedelta | None
    in_time: float | None
    stars: float | None
    rated: int

    @property
    def alone(self) -> float | None:
        """The share of talks that needed no colleague."""
        return 1 - self.handed_over / self.talks if self.talks else None


def totals(session: Session, span: Span, now: datetime) -> Totals:
    """All numbers of a time; live and late as they stand now."""
    waits, replies = _handover(session, span)
    handled, in_time, closed = _handling(session, span)
    stars = _stars(session, span)
    opened = Ticket.opened_at.between(span.since, span.until)
    live = Ticket.status.in_(LIVE)
    return Totals(
        talks=_count(session, Conversation, span.talks, _begun(span), Conversation.last_seq > 0),
        handed_over=len({talk for talk, *_ in waits}),
        first_reply=_median(replies),
        waited=_median([wait for _, wait in waits if wait is not None]),
        opened=_count(session, Ticket, span.tickets, opened),
        closed=closed,
        live=_count(session, Ticket, span.tickets, live),
        late=_count(session, Ticket, span.tickets, live, Ticket.due_at < now),
        handled=handled,
        in_time=in_time / closed if closed else None,
        stars=sum(stars) / len(stars) if stars else None,
        rated=len(stars),
    )


def _begun(span: Span) -> ColumnElement[bool]:
    return Conversation.created_at.between(span.since, span.until)


def _count(session: Session, table: type[Any], *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return int(session.scalar(query) or 0)


def _median(spans: Iterable[timedelta]) -> timedelta | None:
    seconds = [span.total_seconds() for span in spans]
    return timedelta(seconds=median(seconds)) if seconds else None


def _handover(
    session: Session, span: Span
) -> tuple[list[tuple[str, timedelta | None]], list[timedelta]]:
    """For each wish for a person: whose, how long until one came; how long until the first word."""
    query = (
        select(
            Handoff.conversation_id, Handoff.asked_at, Handoff.claimed_at, Handoff.first_reply_at
        )
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .where(span.talks, Handoff.asked_at.between(span.since, span.until))
        .where(Handoff.why != "reached_in")
    )
    waits, replies = [], []
    for talk, asked, claimed, replied in session.execute(query):
        waits.append((talk, claimed - asked if claimed else None))
        if replied:
            replies.append(replied - asked)
    return waits, replies


def _handling(session: Session, span: Span) -> tuple[timedelta | None, int, int]:
    """How long the tickets closed in this time took (median), how many were in time, of how many.

    Reckoned by the database: thousands of rows would have to be read otherwise.
    """
    closed = (
        span.tickets,
        Ticket.status == CLOSED,
        Ticket.closed_at.between(span.since, span.until),
    )
    in_time = or_(Ticket.due_at.is_(None), Ticket.closed_at <= Ticket.due_at)
    count, good = session.execute(select(func.count(), _how_many(in_time)).where(*closed)).one()
    took = seconds_between(session, Ticket.opened_at, Ticket.closed_at)
    middle = select(took).where(*closed).order_by(took).offset(max(count - 1, 0) // 2)
    seconds = list(session.scalars(middle.limit(2 - count % 2)))
    return (timedelta(seconds=median(seconds)) if seconds else None), good, count


def _stars(session: Session, span: Span) -> list[int]:
    query = (
        select(Feedback.stars)
        .join(Conversation, Conversation.id == Feedback.conversation_id)
        .where(span.talks, Feedback.at.between(span.since, span.until), Feedback.stars.is_not(None))
    )
    return [stars for stars in session.scalars(query) if stars is not None]


def talks_by_day(session: Session, span: Span) -> Pairs:
    """Day (Hunan's), channel, how many talks began."""
    day = day_of(session, Conversation.created_at)
    query = select(day, Conversation.channel, func.count()).where(
        span.talks, _begun(span), Conversation.last_seq > 0
    )
    return _pairs(session, query.group_by(day, Conversation.channel))


def tickets_by_day(session: Session, span: Span) -> Pairs:
    """Day (Hunan's), category, how many tickets were opened."""
    day = day_of(session, Ticket.opened_at)
    query = select(day, Ticket.category, func.count()).where(
        span.tickets, Ticket.opened_at.between(span.since, span.until)
    )
    return _pairs(session, query.group_by(day, Ticket.category))


def _pairs(session: Session, query: Select[Any]) -> Pairs:
    return [(str(day), str(kind), int(count)) for day, kind, count in session.execute(query)]


def day_of(session: Session, column: InstrumentedAttribute[datetime]) -> ColumnElement[str]:
    """The day of a moment on Hunan's clock, as 2026-11-24, on either database."""
    if session.get_bind().dialect.name == "postgresql":
        zone = func.timezone("Asia/Shanghai", column)
        return func.to_char(zone, literal_column("'YYYY-MM-DD'"))
    return func.date(column, literal_column("'+8 hours'"))


def seconds_between(
    session: Session,
    start: InstrumentedAttribute[datetime],
    end: InstrumentedAttribute[datetime | None],
) -> ColumnElement[float]:
    """How many seconds lie between two moments, on either database."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.extract("epoch", end - start), Float)
    return (func.julianday(end) - func.julianday(start)) * 86_400.0


@dataclass(frozen=True)
class Row:
    """One line of a breakdown."""

    code: str
    opened: int
    closed: int
    live: int
    late: int


BREAKDOWNS = {
    "unit": Ticket.center_id,
    "matter": func.coalesce(Ticket.kind, Ticket.category),
    "right": func.coalesce(Ticket.ip_type, ""),
    "channel": Ticket.channel,
}


def breakdown(session: Session, span: Span, by: str, now: datetime) -> list[Row]:
    """Tickets by unit, matter, right or channel: opened and closed in the time, live, late now."""
    column = BREAKDOWNS[by]
    live = Ticket.status.in_(LIVE)
    closed = and_(Ticket.status == CLOSED, Ticket.closed_at.between(span.since, span.until))
    query = (
        select(
            column,
            _how_many(Ticket.opened_at.between(span.since, span.until)),
            _how_many(closed),
            _how_many(live),
            _how_many(and_(live, Ticket.due_at < now)),
        )
        .where(span.tickets)
        .group_by(column)
    )
    rows = [Row(str(code or ""), *map(int, rest)) for code, *rest in session.execute(query)]
    told = [row for row in rows if row.opened or row.closed or row.live]
    return sorted(told, key=lambda row: (-row.opened, row.code))


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
