"""Signs of life of the engines: what `/readyz` looks at."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.records import EnginePulse


def beat(session: Session, engine_id: str, *, at: datetime) -> None:
    """This engine is loaded and at work."""
    row = session.get(EnginePulse, engine_id)
    if row is None:
        session.add(EnginePulse(engine_id=engine_id, at=at))
    else:
        row.at = at


def engines_alive(session: Session, *, since: datetime) -> int:
    """How many engines have shown a sign of life since then."""
    query = select(func.count()).select_from(EnginePulse).where(EnginePulse.at >= since)
    return int(session.scalar(query) or 0)


def stop(session: Session, engine_id: str) -> None:
    """This engine goes to rest."""
    row = session.get(EnginePulse, engine_id)
    if row is not None:
        session.delete(row)
