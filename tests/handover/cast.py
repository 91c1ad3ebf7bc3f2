"""A conversation, a bot that says one thing, and colleagues who take over."""

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations import inbox, outbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Message, Outbound
from bot.desk import tick
from bot.engine.turn import Engine
from bot.settings import ROOT
from tests.colleagues import AT

Factory = sessionmaker[Session]
RULES = tick.Rules.load(ROOT / "knowledge")


class _Talker:
    """In the place of Rasa: answers every message with one line."""

    async def handle_message(self, message: Any) -> None:
        await message.output_channel.send_response("x", {"text": f"bot: {message.text}"})


class _Store:
    saved = None

    def lend(self, snapshot: Any) -> None: ...

    def captured(self) -> dict[str, Any]:
        return {"slots": {}}


@dataclass
class Scene:
    """One conversation on a pushing channel, and everything that can happen to it."""

    factory: Factory
    now: datetime = AT
    sent: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        talker: Any = SimpleNamespace(processor=_Talker())
        shelf: Any = SimpleNamespace(directory=RULES.directory, hours=RULES.offices)
        self.engine = Engine("engine-1", self.factory, shelf, talker, _Store())
        with self.factory.begin() as session:
            conversation, _ = inbox.open_web_session(session, at=self.now)
            conversation.channel = "wechat"
            self.id = conversation.id

    def passes(self, **span: float) -> None:
        """Time passes."""
        self.now += timedelta(**span)

    def person_says(self, text: str = "在吗") -> int:
        """A message is accepted."""
        arrived = Arrived("wechat", uuid.uuid4().hex, text)
        with self.factory.begin() as session:
            return inbox.accept(session, self.id, arrived, at=self.now)

    def bot_turns(self) -> None:
        """All that waits for the bot is answered."""
        while asyncio.run(self.engine.work(self.now)):
            pass

    def delivers(self) -> None:
        """The channel sends what may still be sent."""
        with self.factory.begin() as session:
            mine = (
                i for i in outbox.waiting(session, channel="wechat") if i.conversation_id == self.id
            )
            for item in mine:
                if outbox.may_send(session, item):
                    said = select(Message).where(
                        Message.conversation_id == self.id, Message.seq == item.seq
                    )
                    owner = session.get_one(Conversation, self.id).owner
                    self.sent.append((session.scalars(said).one().sender, owner))
                    item.status = "done"

    @property
    def owner(self) -> str:
        with db.reading(self.factory) as session:
            return session.get_one(Conversation, self.id).owner

    @property
    def messages(self) -> list[Message]:
        with db.reading(self.factory) as session:
            query = select(Message).where(Message.conversation_id == self.id)
            return list(session.scalars(query.order_by(Message.seq)))

    @property
    def said(self) -> list[str]:
        return [f"{message.sender}: {message.text}" for message in self.messages]

    @property
    def outgoing(self) -> list[str]:
        with db.reading(self.factory) as session:
            return [item.status for item in session.scalars(select(Outbound))]
