"""The matter that the tests of the case backend turn over: 李敏 and a shop in 岳阳."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from bot.centers.directory import Directory
from bot.settings import ROOT
from bot.tickets import service
from bot.tickets.records import Ticket
from bot.tickets.service import NewTicket

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
Factory = sessionmaker[Session]
UNITS = Directory.load(ROOT / "knowledge" / "centers.yml")
STAFF: dict[str, Any] = {"by": "周强", "role": "handler", "at": AT}


def complaint(key: str = "form-1", **changed: Any) -> NewTicket:
    """A confirmed complaint; `changed` overrides facts."""
    facts: dict[str, Any] = {
        "form_instance": key,
        "category": "complaint",
        "kind": "complaint",
        "center_id": "yueyang-branch",
        "center_tier": "branch",
        "center_prefecture": "岳阳市",
        "route_reason": "侵权行为发生在岳阳市",
        "description": "店里卖假酒",
        "phone": "13873112345",
        "channel": "web",
        "conversation_id": "c1",
    }
    return NewTicket(**{**facts, **changed})


def opened(session: Session, key: str = "form-1", **changed: Any) -> Ticket:
    """The same, as a ticket."""
    return service.open(session, complaint(key, **changed), at=AT)
