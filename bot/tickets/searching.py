"""Finding tickets for colleagues: filters, words, order, pages, and the counts of the tabs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, func, or_, select, true
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import Session

from bot.tickets import marks
from bot.tickets.records import Ticket
from bot.tickets.statuses import LIVE, OPENED, PENDING_TRANSFER

PAGE = 50
MOST_WORDS = 6
# What anybody who sees the ticket may find it by.
_OPEN_TEXT = ("number", "description", "respondent", "platform", "outcome", "right_no")
ORDERS = ("due", "new", "old", "changed")


@dataclass(frozen=True)
class Search:
    """Which tickets, in which order; what is empty does not matter."""

    words: str = ""
    unit: str = ""
    status: str = ""
    category: str = ""
    ip_type: str = ""
    channel: str = ""
    want: str = ""
    assignee_id: int | None = None
    unassigned: bool = False
    live: bool = False
    to_receive: bool = False
    supervised: bool = False
    due_before: datetime | None = None
    order: str = "due"

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions of a query."""
        pairs = {
            Ticket.center_id: self.unit,
            Ticket.status: self.status,
            Ticket.category: self.category,
            Ticket.ip_type: self.ip_type,
            Ticket.channel: self.channel,
        }
        found: list[ColumnElement[bool]] = [
            column == value for column, value in pairs.items() if value
        ]
        found += [_holds(word) for word in self.words.split()[:MOST_WORDS]]
        if self.want:
            found.append(cast(Ticket.wants, SqlText).contains(f'"{self.want}"', autoescape=True))
        if self.assignee_id is not None:
            found.append(Ticket.assignee_id == self.assignee_id)
        if self.due_before is not None:
            found.append(Ticket.due_at < self.due_before)
        if self.unassigned:
            found.append(Ticket.assignee_id.is_(None))
        if self.supervised:
            found.append(Ticket.supervised.is_(True))
        if self.to_receive:
            found.append(Ticket.status.in_([OPENED, PENDING_TRANSFER]))
        if self.live or self.due_before is not None:
            found.append(Ticket.status.in_(LIVE))
        return found


def _holds(word: str) -> ColumnElement[bool]:
    def has(name: str) -> ColumnElement[bool]:
        column: ColumnElement[str] = getattr(Ticket, name)
        return column.icontains(word, autoescape=True)

    # Who somebody is: not to be found out by searching where it is sealed from colleagues.
    shown = and_(~Ticket.protected, ~Ticket.anonymous, marks.somebody(word))
    return or_(*(has(name) for name in _OPEN_TEXT), shown)


def find(
    session: Session, seen: ColumnElement[bool], only: Search, *, page: int = 1
) -> list[Ticket]:
    """A page of tickets, and one more where there are more.

    Args:
        session: where to look.
        seen: what the colleague may see (`bot.desk.sight`).
        only: which ones, and their order.
        page: from 1.
    """
    query = _ordered(seen, only).offset((page - 1) * PAGE).limit(PAGE + 1)
    return list(session.scalars(query))


def all_of(
    session: Session, seen: ColumnElement[bool], only: Search, *, most: int = 20_000
) -> list[Ticket]:
    """All of them, for a table to take away; at most so many."""
    return list(session.scalars(_ordered(seen, only).limit(most)))


def _ordered(seen: ColumnElement[bool], only: Search) -> Select[tuple[Ticket]]:
    orders: dict[str, list[Any]] = {
        "due": [Ticket.due_at.is_(None), Ticket.due_at, Ticket.id],
        "new": [Ticket.id.desc()],
        "old": [Ticket.id],
        "changed": [Ticket.updated_at.desc(), Ticket.id.desc()],
    }
    query = select(Ticket).where(seen, *only.conditions())
    return query.order_by(*orders.get(only.order, orders["due"]))


def counts(
    session: Session, seen: ColumnElement[bool], wanted: Mapping[str, Search]
) -> dict[str, int]:
    """How many live tickets each of these searches would find, in one look at them."""
    columns = [
        func.count().filter(and_(true(), *only.conditions())).label(name)
        for name, only in wanted.items()
    ]
    query = select(*columns).select_from(Ticket).where(seen, Ticket.status.in_(LIVE))
    return dict(zip(wanted, map(int, session.execute(query).one()), strict=True))
