"""The trail of what staff do beside tickets: one chain for the whole house."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.chain import START, seal
from bot.staff.records import AuditEvent

_LOCK = 12331


@dataclass(frozen=True)
class BrokenAudit:
    """Where the chain is not what was written."""

    seq: int
    why: str


def note(
    session: Session,
    act: str,
    *,
    by: str,
    about: str,
    at: datetime,
    why: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. `about` names the thing (`staff:7`, `ticket:HN-…`), never a person's data.

    Writers queue for the end of the chain until their commit.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    last = session.scalar(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1))
    event = AuditEvent(
        seq=last.seq + 1 if last else 1,
        at=at,
        by=by,
        act=act,
        about=about,
        why=why,
        detail=detail or {},
        prev_hash=last.hash if last else START,
        hash="",
    )
    event.hash = _seal(event)
    session.add(event)
    session.flush()
    return event


def _seal(event: AuditEvent) -> str:
    moment = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = (event.seq, moment, event.by, event.act, event.about, event.why, event.detail)
    return seal(event.prev_hash, *facts)


def verify(session: Session) -> list[BrokenAudit]:
    """Check the whole chain; what is broken, in order."""
    broken: list[BrokenAudit] = []
    expected, prev = 1, START
    query = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)
    for event in session.scalars(query):
        if event.seq != expected:
            broken.append(BrokenAudit(event.seq, "an event before it is missing"))
        elif event.prev_hash != prev or event.hash != _seal(event):
            broken.append(BrokenAudit(event.seq, "it was changed"))
        expected, prev = event.seq + 1, event.hash
    return broken


def newest(session: Session) -> AuditEvent | None:
    """The end of the chain; kept outside the database, its hash betrays a tail cut off."""
    return session.scalar(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1))


def latest(session: Session, *, about: str | None = None, limit: int = 100) -> list[AuditEvent]:
    """The newest events, newest first; of one thing when `about` names it."""
    query = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(limit)
    if about is not None:
        query = query.where(AuditEvent.about == about)
    return list(session.scalars(query))


def holds(session: Session, kept: str) -> bool:
    """Whether the event noted as `SEQ:HASH` is still there, unchanged."""
    seq, _, sealed = kept.partition(":")
    event = session.get(AuditEvent, int(seq)) if seq.isdigit() else None
    return event is not None and event.hash == sealed
