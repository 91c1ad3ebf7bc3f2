"""The province selects an entry for funding, and the person is told when it is theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.desk import telling
from bot.staff.actor import Actor
from bot.tickets import funding_lists
from bot.tickets.funding_records import Nomination


def select_entry(
    session: Session,
    by: Actor,
    entry_id: int,
    directory: Directory,
    *,
    on: bool,
    why: str,
    at: datetime,
    amount: str | None = None,
) -> Nomination:
    """As `funding_lists.select_entry`; nobody is told that they were not selected: the person never
    asked to be nominated."""
    entry = funding_lists.select_entry(
        session, by, entry_id, directory, on=on, why=why, at=at, amount=amount
    )
    if on:
        telling.person(session, entry.ticket, "fund", directory=directory, at=at)
    return entry
