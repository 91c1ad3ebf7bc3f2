"""A person who talks to the real engine with the trained model, on a database of their own."""

import asyncio
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot import db
from bot.conversations import inbox, transcript
from bot.conversations.inbox import Arrived
from bot.conversations.records import Message
from bot.engine.turn import Engine
from bot.tickets import queries

# A Tuesday at noon in Hunan: staff are at work.
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass
class Person:
    """Talks, presses buttons, reads what came back."""

    engine: Engine
    conversation_id: str
    now: datetime = START
    heard: list[dict[str, Any]] = field(default_factory=list)

    def says(self, text: str) -> str:
        """Say something; all the bot answers, as one text."""
        return self._send(Arrived("web", uuid.uuid4().hex, text))

    def presses(self, title: str) -> str:
        """Press the newest button whose title begins so."""
        for message in reversed(self.heard):
            for button in message["buttons"]:
                if button["title"].startswith(title):
                    return self.press(button["id"])
        shown = [b["title"] for m in self.heard[-2:] for b in m["buttons"]]
        raise AssertionError(f"no button {title}; there are {shown}")

    def press(self, button_id: str) -> str:
        """Press a button by its id, also an old one."""
        with self.engine.factory.begin() as session:
            button = inbox.press(session, self.conversation_id, button_id)
        return self._send(Arrived("web", uuid.uuid4().hex, button.title, button.payload))

    def _send(self, arrived: Arrived) -> str:
        with self.engine.factory.begin() as session:
            seq = inbox.accept(session, self.conversation_id, arrived, at=self.now)
        return self.listens(seq)

    def listens(self, seq: int) -> str:
        """Let the engine work off what waits; what it answered after `seq`."""
        self.work()
        with db.reading(self.engine.factory) as session:
            news = transcript.after(session, self.conversation_id, seq)
        news = [message for message in news if message["sender"] != "user"]
        self.heard += news
        self.now += timedelta(seconds=20)
        return "\n".join(message["text"] for message in news)

    def work(self) -> None:
        async def all_of_it() -> None:
            while await self.engine.work(self.now):
                pass

        asyncio.run(all_of_it())

    def waits(self, **span: float) -> None:
        """Time passes."""
        self.now += timedelta(**span)

    @property
    def tickets(self) -> list[dict[str, Any]]:
        """All tickets there are, oldest first."""
        with db.reading(self.engine.factory) as session:
            found = [queries.as_json(session, ticket) for ticket in queries.list_tickets(session)]
        return sorted(found, key=lambda ticket: ticket["opened_at"])

    @property
    def slots(self) -> dict[str, Any]:
        """What the bot has noted."""
        from bot.conversations.records import Conversation

        with db.reading(self.engine.factory) as session:
            snapshot = session.get_one(Conversation, self.conversation_id).snapshot or {}
        return dict(snapshot.get("slots", {}))

    @property
    def transcript(self) -> list[str]:
        """Everything said so far, with who said it."""
        with db.reading(self.engine.factory) as session:
            query = select(Message).where(Message.conversation_id == self.conversation_id)
            return [f"{m.sender}: {m.text}" for m in session.scalars(query.order_by(Message.seq))]
