"""Sealing everything anew with the newest key, and making the marks anew.

Batch by batch, each committed: stopped anywhere it goes on at the next call, and the service runs
on meanwhile, because old keys stay on the ring until nothing is sealed with them any more.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Table,
    Text,
    cast,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy import delete as sql_delete
from sqlalchemy.orm import Session, sessionmaker

from bot import crypto
from bot.errors import BadData
from bot.plan.activity_records import Registration
from bot.plan.registrations import phone_mark
from bot.privacy.schema import TABLES
from bot.sealed import Guarded, Sealed, SealedJson
from bot.tickets import marks
from bot.tickets.records import Ticket, TicketMark

AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """A column that holds seals."""

    table: Table
    column: Column[Any]

    @property
    def raw(self) -> ColumnElement[Any]:
        """The column as it is stored."""
        kind = JSON() if isinstance(self.column.type, SealedJson) else Text()
        return type_coerce(self.column, kind)


def places() -> list[Place]:
    """Every column of the schema that holds seals."""
    return [
        Place(table, column)
        for table in TABLES.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    ]


def rotate(factory: sessionmaker[Session]) -> Counter[str]:
    """Seal everything with the newest key; how many values, by column.

    Raises:
        BadData: this process has no keys, or an old key is no longer on the ring.
    """
    if crypto.ring() is None:
        remedy = "make them with `hotline keys new`"
        raise BadData("there are no keys", path=crypto.SETTING, remedy=remedy)
    done: Counter[str] = Counter()
    for place in places():
        while count := _batch(factory, place):
            done[f"{place.table.name}.{place.column.name}"] += count
    _mark_all(factory)
    return done


def standing(session: Session, most: int | None = None) -> Counter[str]:
    """How many values are sealed with which key; `open` are those that are not.

    Args:
        session: where to look.
        most: only so many of each column.
    """
    found: Counter[str] = Counter()
    for place in places():
        query = select(place.raw).where(place.column.is_not(None)).limit(most)
        for value in session.scalars(query):
            if value is None:
                continue  # JSON's own nothing
            sealed = isinstance(value, str) and crypto.is_sealed(value)
            if sealed or not isinstance(place.column.type, Guarded):
                found[value.split(".")[1] if sealed else "open"] += 1
    return found


def _batch(factory: sessionmaker[Session], place: Place) -> int:
    keys = list(place.table.primary_key.columns)
    with factory.begin() as session:
        query = select(*keys, place.column).where(_stale(place)).order_by(*keys).limit(AT_ONCE)
        rows = session.execute(query.with_for_update()).all()
        # On the connection: the trail may not be changed, but for the seal around its words.
        connection = session.connection()
        for *key, value in rows:
            same = [column == part for column, part in zip(keys, key, strict=True)]
            # Read open and written again: the column's own type seals it with the newest key.
            connection.execute(update(place.table).where(*same).values({place.column: value}))
    return len(rows)


def _stale(place: Place) -> ColumnElement[bool]:
    ring = crypto.ring()
    assert ring is not None
    stored = cast(place.raw, Text)
    # As JSON a seal stands in quotes.
    quote = '"' if isinstance(place.column.type, SealedJson) else ""
    old = ~stored.startswith(f"{quote}{crypto.FORM}.{ring.current}.", autoescape=True)
    if isinstance(place.column.type, Guarded):
        return old & stored.startswith(f"{crypto.FORM}.", autoescape=True)
    return place.column.is_not(None) & (stored != "null") & old


def _mark_all(factory: sessionmaker[Session]) -> None:
    """The index key may be new, too: what is found by marks gets new ones."""
    for ids in _ids(factory, Ticket.id):
        with factory.begin() as session:
            session.execute(sql_delete(TicketMark).where(TicketMark.ticket_id.in_(ids)))
            for ticket in session.scalars(select(Ticket).where(Ticket.id.in_(ids))):
                marks.write(session.connection(), ticket)
    for ids in _ids(factory, Registration.id):
        with factory.begin() as session:
            known = or_(Registration.phone.is_not(None), Registration.phone_mark.is_not(None))
            for one in session.scalars(select(Registration).where(known, Registration.id.in_(ids))):
                one.phone_mark = phone_mark(one.phone)


def _ids(factory: sessionmaker[Session], column: Any) -> Iterator[list[int]]:
    last = 0
    while True:
        with factory() as session:
            query = select(column).where(column > last).order_by(column).limit(AT_ONCE)
            ids = list(session.scalars(query))
        if not ids:
            return
        yield ids
        last = ids[-1]
