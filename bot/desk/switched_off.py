"""Where the bot is switched off: who writes is queued for a person, or gets a callback."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.clock import local
from bot.conversations import ownership
from bot.conversations.records import Conversation
from bot.desk import callbacks, waiting
from bot.staff.permissions import PROVINCE
from bot.tickets.opening_hours import OfficeBook
from bot.tickets.records import Ticket

WHY = "bot_off"


def instead(
    session: Session,
    conversation: Conversation,
    *,
    directory: Directory,
    offices: OfficeBook,
    at: datetime,
) -> str | None:
    """What is done in the bot's place; what to tell the person, once.

    Args:
        session: the turn's own transaction.
        conversation: its row is held already; no colleague owns it.
        directory: the units.
        offices: when whose staff are there.
        at: the present.
    """
    if ownership.active_of(session, conversation.id) is not None:
        return None
    unit = conversation.center_id or PROVINCE
    hours = offices.of(unit)
    if hours.is_open(at):
        place = waiting.ask(session, conversation.id, why=WHY, at=at, center_id=unit)
        return wording.say("handoff.bot_off", wait=place.words())
    key = f"off-{local(at):%Y%m%d}-{conversation.id}"[:64]
    if session.scalar(select(Ticket.id).where(Ticket.form_instance == key)) is not None:
        return None
    about = "handoff.about_bot_off"
    ticket = callbacks.file(
        session, conversation, unit, key=key, about=about, directory=directory, at=at
    )
    when = waiting.moment(hours.next_opening(at))
    return wording.say("handoff.bot_off_closed", number=ticket.number, when=when)
