"""The colleagues of the tests, each with an account of their own."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.staff import queries, service
from bot.staff.actor import Actor

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def colleague(
    session: Session, name: str, unit: str = "yueyang-branch", role: str = "handler"
) -> Actor:
    """An account with one role, as the rules see it."""
    account = service.add(session, name, unit=unit, role=role, password=PASSWORD, by="test", at=AT)
    return queries.actor_of(account)
