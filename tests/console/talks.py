"""Talks for the tests: a person on the web, with what the bot read."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.conversations import handoff, inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Message

Factory = sessionmaker[Session]
READ = {
    "intent": {"name": "report_complaint", "confidence": 0.4},
    "ranking": [],
    "entities": [{"entity": "prefecture", "value": "岳阳市"}],
}


def talk(factory: Factory, *words: str, unit: str | None = "yueyang-branch") -> str:
    """A conversation in which a person said this; read by the bot, answered by nobody."""
    with factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=clock.now())
        conversation.center_id = unit
        for text in words or ("岳阳有人卖假酒",):
            says(session, conversation, text)
        inbox.absorb(session, conversation)
        return conversation.id


def says(session: Session, conversation: Conversation, text: str) -> None:
    arrived = Arrived("web", uuid.uuid4().hex, text)
    seq = inbox.accept(session, conversation.id, arrived, at=clock.now())
    said = session.scalars(
        select(Message).where(Message.conversation_id == conversation.id, Message.seq == seq)
    ).one()
    said.reading = READ
    conversation.intent, conversation.confidence = "report_complaint", 0.4


def person_says(factory: Factory, talk_id: str, text: str) -> None:
    """One more message."""
    with factory.begin() as session:
        says(session, session.get_one(Conversation, talk_id), text)


def queued(factory: Factory, *words: str, unit: str | None = "yueyang-branch") -> str:
    """The same, waiting for a person."""
    talk_id = talk(factory, *words, unit=unit)
    with factory.begin() as session:
        handoff.ask(session, talk_id, why="asked", at=clock.now(), center_id=unit)
    return talk_id


def owner(factory: Factory, talk_id: str) -> str:
    """Whose turn it is."""
    with db.reading(factory) as session:
        return session.get_one(Conversation, talk_id).owner


def said(factory: Factory, talk_id: str) -> list[tuple[str, str]]:
    """Everything said: by whom, what."""
    with db.reading(factory) as session:
        query = select(Message).where(Message.conversation_id == talk_id).order_by(Message.seq)
        return [(line.sender, line.text) for line in session.scalars(query)]


def row_of(factory: Factory, table: type[Any]) -> Any:
    """The only row of a table."""
    with db.reading(factory) as session:
        return session.scalars(select(table)).one()
