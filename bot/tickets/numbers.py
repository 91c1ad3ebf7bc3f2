"""Ticket numbers: HN-XXXX-XXXXC from a secret source, so that none can be guessed from another."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.identifiers import TICKET_ALPHABET, ticket_check_char
from bot.tickets.records import Ticket

BODY = 8


def new() -> str:
    """A random number with its check character."""
    body = "".join(secrets.choice(TICKET_ALPHABET) for _ in range(BODY))
    return f"HN-{body[:4]}-{body[4:]}{ticket_check_char(body)}"


def unused(session: Session) -> str:
    """A number no ticket has; the unique key decides in the end."""
    while True:
        number = new()
        if session.scalar(select(Ticket.id).where(Ticket.number == number)) is None:
            return number
