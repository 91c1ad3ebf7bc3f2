"""Finding tickets by who somebody is, where names and phones lie sealed: an index of keyed hashes.

Of a name and an organisation each two characters in a row are marked, of a phone all and the last
four digits, of an address all. Without the index key nobody can try out phones (bot/crypto.py).
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, delete, event, exists, false, insert, inspect, or_
from sqlalchemy.engine import Connection

from bot import crypto
from bot.text import fold
from bot.tickets.records import Ticket, TicketMark

PLACE = "tickets.identity"
MOST_PAIRS = 40
_MARKED = ("applicant_name", "applicant_org", "phone", "email", "protected", "anonymous")


class Identity(Protocol):
    """A ticket, or a row with these columns of one."""

    id: Any
    applicant_name: Any
    applicant_org: Any
    phone: Any
    email: Any
    protected: Any
    anonymous: Any


def of(ticket: Identity) -> set[str]:
    """The marks of a ticket; none where the identity is sealed from colleagues, too."""
    if ticket.protected or ticket.anonymous:
        return set()
    words: set[str] = set()
    for text in (ticket.applicant_name, ticket.applicant_org):
        words.update(_pairs(text or ""))
    digits = _digits(ticket.phone or "")
    words.update(f"p:{part}" for part in (digits, digits[-4:]) if len(part) >= 4)
    if ticket.email:
        words.add(f"e:{ticket.email.strip().lower()}")
    return {_mark(word) for word in words}


def somebody(word: str) -> ColumnElement[bool]:
    """Whether a ticket's name or organisation holds `word`, or its phone or address is it."""
    ways: list[ColumnElement[bool]] = []
    pairs = list(_pairs(word))
    if pairs:
        ways.append(and_(*(_has(pair) for pair in pairs)))
    digits = _digits(word)
    if len(digits) >= 4 and len(digits) == len(word.strip()):
        ways.append(_has(f"p:{digits}"))
    if "@" in word:
        ways.append(_has(f"e:{word.strip().lower()}"))
    return or_(false(), *ways)


def write(connection: Connection, ticket: Identity) -> None:
    """Make the index of one ticket anew."""
    connection.execute(delete(TicketMark).where(TicketMark.ticket_id == ticket.id))
    rows = [{"ticket_id": ticket.id, "mark": mark} for mark in sorted(of(ticket))]
    if rows:
        connection.execute(insert(TicketMark), rows)


def _has(word: str) -> ColumnElement[bool]:
    return exists().where(TicketMark.ticket_id == Ticket.id, TicketMark.mark == _mark(word))


def _mark(word: str) -> str:
    return crypto.mark(word, PLACE)


def _pairs(text: str) -> Iterable[str]:
    folded = "".join(fold(text).text.lower().split())
    return [f"n:{a}{b}" for a, b in list(pairwise(folded))[:MOST_PAIRS]]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _on_insert(_mapper: Any, connection: Connection, ticket: Ticket) -> None:
    write(connection, ticket)


def _on_update(_mapper: Any, connection: Connection, ticket: Ticket) -> None:
    state = inspect(ticket)
    if any(state.attrs[name].history.has_changes() for name in _MARKED):
        write(connection, ticket)


event.listen(Ticket, "after_insert", _on_insert)
event.listen(Ticket, "after_update", _on_update)
