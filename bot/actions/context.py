"""What one turn lends to the actions that run inside it: the session, the present, the person.

The engine sets it before a turn and takes it away after; actions never open a session of their own,
so the ticket, the replies and the conversation's state are committed together or not at all.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.centers.regions import Gazetteer
from bot.conversations.records import StoredFile
from bot.errors import HotlineError
from bot.knowledge.library import Library
from bot.tickets.opening_hours import OfficeBook


@dataclass(frozen=True)
class Shelf:
    """Data that outlive a turn: loaded once per engine, replaced when published anew."""

    gazetteer: Gazetteer
    directory: Directory
    library: Library
    hours: OfficeBook
    # The address of our own web page; may be empty.
    page_url: str = ""
    # Where the public reaches this service, for links in messages.
    public_url: str = ""


@dataclass
class Turn:
    """One turn in progress."""

    session: Session
    conversation_id: str
    channel: str
    now: datetime
    shelf: Shelf
    attachments: list[dict[str, Any]]
    hours_since_last: float = 0.0
    # The first error of an action: Rasa would swallow it and speak on.
    failure: BaseException | None = None


_CURRENT: ContextVar[Turn | None] = ContextVar("turn", default=None)


@contextmanager
def turn(value: Turn) -> Iterator[Turn]:
    """Make `value` the turn in progress."""
    token = _CURRENT.set(value)
    try:
        yield value
    finally:
        _CURRENT.reset(token)


def current() -> Turn:
    """The turn in progress.

    Raises:
        HotlineError: an action was run outside a turn.
    """
    value = _CURRENT.get()
    if value is None:
        raise HotlineError("an action ran outside a turn: start it through bot.engine")
    return value


def new_id() -> str:
    """An id for a form instance: the ticket's idempotency key."""
    return secrets.token_hex(16)


def files_of_conversation(shared_with: str | None = None) -> list[StoredFile]:
    """What the person uploaded for the matter in hand, oldest first.

    Files of matters already filed are not among them, but for those of `shared_with`: the first of
    two matters told in one story.
    """
    turn_ = current()
    free = StoredFile.ticket_number.is_(None)
    query = (
        select(StoredFile)
        .where(
            StoredFile.conversation_id == turn_.conversation_id,
            or_(free, StoredFile.ticket_number == shared_with) if shared_with else free,
        )
        .order_by(StoredFile.uploaded_at, StoredFile.id)
    )
    return list(turn_.session.scalars(query))
