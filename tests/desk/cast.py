"""Colleagues of three units, a person who waits in a conversation, and their ticket."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.centers.directory import Directory
from bot.conversations import inbox
from bot.conversations.records import Message
from bot.desk.cases import Desk
from bot.settings import ROOT
from bot.staff import notices
from bot.staff.actor import Actor
from bot.tickets import queries, service
from bot.tickets.records import Ticket
from tests.colleagues import AT, colleague
from tests.tickets.cast import complaint

Factory = sessionmaker[Session]
UNITS = Directory.load(ROOT / "knowledge" / "centers.yml")
CAST = {
    "周强": ("yueyang-branch", "handler"),
    "岳阳主管": ("yueyang-branch", "supervisor"),
    "省承办": ("provincial", "handler"),
    "省主管": ("provincial", "supervisor"),
    "衡阳承办": ("hengyang-branch", "handler"),
    "衡阳主管": ("hengyang-branch", "supervisor"),
    "管理员": ("provincial", "admin"),
    "审计员": ("provincial", "auditor"),
}


@dataclass
class Office:
    """Everybody at work on one database."""

    factory: Factory
    now: datetime = AT
    staff: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.factory.begin() as session:
            for name, (unit, role) in CAST.items():
                self.staff[name] = colleague(session, name, unit, role)

    def passes(self, **span: float) -> None:
        """Time passes."""
        self.now += timedelta(**span)

    def files(self, key: str = "form-1", **changed: Any) -> str:
        """A person files a matter in a conversation of their own; its number."""
        with self.factory.begin() as session:
            conversation, _ = inbox.open_web_session(session, at=self.now)
            facts = {"conversation_id": conversation.id, **changed}
            return service.open(session, complaint(key, **facts), at=self.now).number

    def does(
        self, name: str, verb: str, number: str, *, version: int | None = None, **f: Any
    ) -> None:
        """A colleague makes a move."""
        with self.factory.begin() as session:
            desk = Desk(session, self.staff[name], UNITS, self.now)
            desk.move(number, verb, version=version, **f)

    def ticket(self, number: str) -> Ticket:
        with db.reading(self.factory) as session:
            return session.scalars(select(Ticket).where(Ticket.number == number)).one()

    def trail(self, number: str) -> list[str]:
        with db.reading(self.factory) as session:
            ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
            return [event.verb for event in queries.events_of(session, ticket)]

    def told(self, number: str) -> list[str]:
        """What the person read, oldest first."""
        conversation_id = self.ticket(number).conversation_id
        with db.reading(self.factory) as session:
            query = select(Message).where(Message.conversation_id == conversation_id)
            return [message.text for message in session.scalars(query.order_by(Message.seq))]

    def notices(self, name: str) -> list[str]:
        """What a colleague has not read yet, newest first."""
        with db.reading(self.factory) as session:
            return [n.kind for n in notices.unread(session, self.staff[name].id)]
