"""Versions of an entry: numbered, looked up, created."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import Conflict, NotFound
from bot.knowledge.records import AnswerVersion


def next_number(session: Session, entry_id: str) -> int:
    """The number that an entry's next version gets."""
    query = select(func.max(AnswerVersion.number)).where(AnswerVersion.entry_id == entry_id)
    return (session.scalar(query) or 0) + 1


def history(session: Session, entry_id: str) -> list[AnswerVersion]:
    """All versions of an entry, the newest first."""
    query = select(AnswerVersion).where(AnswerVersion.entry_id == entry_id)
    return list(session.scalars(query.order_by(AnswerVersion.number.desc())))


def create(
    session: Session,
    entry_id: str,
    data: dict[str, Any] | None,
    *,
    topic: str,
    state: str,
    by: str,
    at: datetime,
    note: str = "",
) -> AnswerVersion:
    """Add the next version of an entry."""
    version = AnswerVersion(
        entry_id=entry_id,
        number=next_number(session, entry_id),
        topic=topic,
        state=state,
        data=data,
        author=by,
        written_at=at,
        note=note,
    )
    session.add(version)
    session.flush()
    return version


def in_state(session: Session, version_id: int, state: str) -> AnswerVersion:
    """A version, locked, that is still in `state`.

    Raises:
        NotFound: there is none of this id.
        Conflict: somebody else has moved it.
    """
    version = session.get(AnswerVersion, version_id, with_for_update=True)
    if version is None:
        raise NotFound(f"there is no version {version_id}")
    if version.state != state:
        raise Conflict("这个版本已经被别人处理过了，请刷新后再看。")
    return version
