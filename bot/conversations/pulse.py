"""Signs of life of the engines, by the database's own clock: engines stand on several machines.

Each beat carries what the engine has done so far, so that one front can tell it of all of them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, literal_column, select
from sqlalchemy.orm import Session

from bot.conversations.records import EnginePulse

# An engine beats every three seconds; a busy machine may be late.
FRESH = timedelta(seconds=10)
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Living:
    """An engine that is loaded and at work."""

    engine_id: str
    model: str
    report: dict[str, Any]


def beat(
    session: Session, engine_id: str, *, model: str = "", report: dict[str, Any] | None = None
) -> None:
    """This engine is loaded and at work; what it has done so far."""
    row = session.get(EnginePulse, engine_id)
    if row is None:
        row = EnginePulse(engine_id=engine_id)
        session.add(row)
    row.at, row.model, row.report = now(session), model, report or {}


def living(session: Session) -> list[Living]:
    """The engines that have shown a sign of life lately, by name.

    A sign from the future counts as none: it is from before the clock was set back.
    """
    present = now(session)
    rows = session.scalars(select(EnginePulse).order_by(EnginePulse.engine_id))
    fresh = (row for row in rows if abs(present - row.at) <= FRESH)
    return [Living(row.engine_id, row.model, row.report) for row in fresh]


def any_alive(session: Session) -> bool:
    """Whether an engine is there to answer."""
    return bool(living(session))


def stop(session: Session, engine_id: str) -> None:
    """This engine goes to rest; those that died long ago are forgotten."""
    row = session.get(EnginePulse, engine_id)
    if row is not None:
        session.delete(row)
    session.execute(delete(EnginePulse).where(EnginePulse.at < now(session) - FORGOTTEN))


def now(session: Session) -> datetime:
    """The present as the database knows it, the same for all machines."""
    if session.get_bind().dialect.name == "postgresql":
        present = session.scalar(select(func.clock_timestamp()))
        assert isinstance(present, datetime)
        return present.astimezone(UTC)
    text = session.scalar(select(literal_column("strftime('%Y-%m-%dT%H:%M:%f', 'now')")))
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
