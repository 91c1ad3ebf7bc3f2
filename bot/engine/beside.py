"""What a turn does beside the bot's answer: a person is brought in, and the visitor is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.actions.context import Shelf
from bot.conversations import outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Message
from bot.desk import escalation, switched_off


def stand_aside(session: Session, conversation: Conversation, shelf: Shelf, at: datetime) -> None:
    """The bot is switched off here: a person is asked for in its place."""
    told = switched_off.instead(
        session, conversation, directory=shelf.directory, offices=shelf.hours, at=at
    )
    _tell(session, conversation, told, at)


def escalate(
    session: Session, conversation: Conversation, said: Message, shelf: Shelf, at: datetime
) -> None:
    """A person is brought in where what was said calls for one (`knowledge/escalation.yml`)."""
    told = escalation.after(
        session, conversation, said, directory=shelf.directory, offices=shelf.hours, at=at
    )
    _tell(session, conversation, told, at)


def _tell(session: Session, conversation: Conversation, told: str | None, at: datetime) -> None:
    if told is not None:
        sender = outbox.SYSTEM_SENDER
        outbox.say(session, conversation, Reply(told), reply_to=None, at=at, sender=sender)
