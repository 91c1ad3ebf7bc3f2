"""Verbs on entries: draft, submit, publish by a second person, reject, retire, roll back.

Each verb is one transaction of the caller's session. A publication makes a new edition, which
running engines pick up by themselves; it is refused when the evaluation would fall.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import local
from bot.errors import Conflict, NotFound, Refused
from bot.knowledge import exam, overlay, versions
from bot.knowledge.entry import from_data
from bot.knowledge.records import (
    DRAFT,
    PUBLISHED,
    REJECTED,
    REPLACED,
    SUBMITTED,
    AnswerVersion,
    Edition,
)

REVIEWED_BY = "省中心知识审核岗"  # a role, never a person's name


def draft(
    session: Session, data: dict[str, Any], *, topic: str, by: str, at: datetime
) -> AnswerVersion:
    """Write a new version of an entry; nothing the public sees changes.

    Raises:
        BadData: the data are not an entry's.
    """
    entry = from_data(data, topic=topic, path=Path("draft"), line=None)
    return versions.create(session, entry.id, data, topic=topic, state=DRAFT, by=by, at=at)


def retire(
    session: Session, entry_id: str, *, topic: str, by: str, at: datetime, why: str
) -> AnswerVersion:
    """Propose to take an entry out of use; published like any other version."""
    return versions.create(
        session, entry_id, None, topic=topic, state=SUBMITTED, by=by, at=at, note=why
    )


def submit(session: Session, version_id: int, *, by: str, at: datetime) -> AnswerVersion:
    """Hand a draft to a reviewer."""
    version = versions.in_state(session, version_id, DRAFT)
    version.state, version.author, version.written_at = SUBMITTED, by, at
    return version


def reject(session: Session, version_id: int, *, by: str, at: datetime, why: str) -> AnswerVersion:
    """Send a submitted version back, with a reason for its author."""
    if not why.strip():
        raise Refused("请写明退回的理由，编辑才知道怎么改。")
    version = versions.in_state(session, version_id, SUBMITTED)
    version.state, version.note = REJECTED, why
    version.reviewer, version.reviewed_at = by, at
    return version


def publish(
    session: Session, version_id: int, *, by: str, at: datetime, folder: Path
) -> AnswerVersion:
    """Make a submitted version what the public is told.

    Raises:
        Refused: by its own author, or the evaluation would fall; says which figure.
        BadData: it does not fit the other entries (a dead link, an unknown law).
        Conflict: not submitted any more.
    """
    version = versions.in_state(session, version_id, SUBMITTED)
    if version.author == by:
        raise Refused("自己写的条目要请另一位同事审核发布。")
    data = version.data
    if data is not None:
        on = local(at).date().isoformat()
        data = {**data, "reviewed": {"by": REVIEWED_BY, "on": on}}
    # Tried before anything is written: it takes seconds, and others must be able to write.
    _try_out(session, _as_if(version.entry_id, version.topic, data), folder, at)
    version.reviewer, version.reviewed_at = by, at
    session.flush()
    session.refresh(version)
    if version.state != SUBMITTED:
        raise Conflict("这个版本已经被别人处理过了，请刷新后再看。")
    version.data = data
    _put_in_force(session, version, verb="publish", by=by, at=at)
    return version


def _as_if(entry_id: str, topic: str, data: dict[str, Any] | None) -> AnswerVersion:
    """A version that only stands in for a trial; it belongs to no session."""
    return AnswerVersion(entry_id=entry_id, number=0, topic=topic, data=data)


def roll_back(
    session: Session, entry_id: str, number: int, *, by: str, at: datetime, why: str, folder: Path
) -> AnswerVersion:
    """Publish an earlier, once published version again, as a new version.

    Raises:
        NotFound: there is no such version, or it was never published.
    """
    once = {v.number: v for v in versions.history(session, entry_id)}
    old = once.get(number)
    if old is None or old.state not in {PUBLISHED, REPLACED}:
        raise NotFound(f"version {number} of {entry_id} was never published")
    _try_out(session, _as_if(entry_id, old.topic, old.data), folder, at)
    version = versions.create(
        session,
        entry_id,
        old.data,
        topic=old.topic,
        state=SUBMITTED,
        by=old.author,
        at=at,
        note=why,
    )
    version.reviewer, version.reviewed_at = by, at
    _put_in_force(session, version, verb="roll_back", by=by, at=at, why=why)
    return version


def _put_in_force(
    session: Session, version: AnswerVersion, *, verb: str, by: str, at: datetime, why: str = ""
) -> None:
    for old in overlay.published(session):
        if old.entry_id == version.entry_id:
            old.state = REPLACED
    version.state = PUBLISHED
    session.add(Edition(entry_id=version.entry_id, verb=verb, by=by, why=why, at=at))
    session.flush()


def _try_out(session: Session, version: AnswerVersion, folder: Path, at: datetime) -> None:
    """Refuse what would make the answers worse than they are."""
    serving = overlay.published(session)
    others = [one for one in serving if one.entry_id != version.entry_id]
    now = overlay.library(folder, serving)
    candidate = overlay.library(folder, [*others, version], before=now)
    questions = exam.questions_beside(folder)
    worse = exam.worse(now, candidate, questions, local(at).date())
    if worse:
        raise Refused(f"发布后检索会变差（{worse}），没有发布。请改写问法，或与相近条目合并。")
