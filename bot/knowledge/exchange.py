"""Carrying the published overlay from one installation to another, as one JSON document."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import BadData
from bot.knowledge import overlay
from bot.knowledge.records import PUBLISHED, REPLACED, AnswerVersion, Edition
from bot.knowledge.versions import next_number

FORMAT = 1
MAX_BYTES = 8 * 1024 * 1024


def export(session: Session) -> dict[str, Any]:
    """The published overlay."""
    answers = [
        {
            "entry_id": version.entry_id,
            "topic": version.topic,
            "data": version.data,
            "author": version.author,
            "reviewer": version.reviewer,
        }
        for version in overlay.published(session)
    ]
    return {"format": FORMAT, "answers": answers}


def read(path: Path) -> dict[str, Any]:
    """An exported document.

    Raises:
        BadData: too large, not JSON, or not an export of this format.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadData("larger than 8 MB", path=path, remedy="is it an export?")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        remedy = "use a file of `hotline knowledge export`"
        raise BadData("not JSON", path=path, remedy=remedy) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadData("not an export of format 1", path=path, remedy="export it again")
    return document


def take_in(
    session: Session, document: dict[str, Any], *, folder: Path, by: str, at: datetime
) -> int:
    """Publish every answer of a document, all or none; how many.

    Raises:
        BadData: an answer is wrong or does not fit the others; nothing is changed.
    """
    versions = [_version(session, item, by, at) for item in _answers(document)]
    ids = {version.entry_id for version in versions}
    kept = [v for v in overlay.published(session) if v.entry_id not in ids]
    overlay.library(folder, [*kept, *versions])
    for old in overlay.published(session):
        if old.entry_id in ids:
            old.state = REPLACED
    for version in versions:
        session.add(version)
        session.add(Edition(entry_id=version.entry_id, verb="import", by=by, why="", at=at))
    session.flush()
    return len(versions)


def _answers(document: dict[str, Any]) -> list[dict[str, Any]]:
    answers = document.get("answers")
    if not isinstance(answers, list) or not all(
        isinstance(item, dict) and isinstance(item.get("entry_id"), str) for item in answers
    ):
        raise BadData("no list of answers", path="import", remedy="export it again")
    return answers


def _version(session: Session, item: dict[str, Any], by: str, at: datetime) -> AnswerVersion:
    return AnswerVersion(
        entry_id=item["entry_id"],
        number=next_number(session, item["entry_id"]),
        topic=str(item.get("topic") or "imported"),
        state=PUBLISHED,
        data=item.get("data"),
        author=str(item.get("author") or by),
        written_at=at,
        reviewer=str(item.get("reviewer") or by),
        reviewed_at=at,
        note="",
    )
