"""What staff have published over the files: the library that the public is answered from."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import BadData
from bot.knowledge import files
from bot.knowledge.entry import Entry, from_data
from bot.knowledge.library import Library
from bot.knowledge.records import PUBLISHED, AnswerVersion, Edition

log = logging.getLogger("hotline.knowledge")


def newest_edition(session: Session) -> int:
    """The number that grows with every publication; 0 before the first."""
    return session.scalar(select(func.max(Edition.id))) or 0


def published(session: Session) -> list[AnswerVersion]:
    """The published version of each entry that staff have changed."""
    query = select(AnswerVersion).where(AnswerVersion.state == PUBLISHED)
    return list(session.scalars(query.order_by(AnswerVersion.entry_id)))


def entry_of(version: AnswerVersion) -> Entry:
    """The entry that a version makes.

    Raises:
        BadData: its data are not an entry's.
    """
    where = Path(f"{version.entry_id} (version {version.number})")
    return from_data(version.data, topic=version.topic, path=where, line=None)


def library(
    folder: Path, versions: Sequence[AnswerVersion], *, before: Library | None = None
) -> Library:
    """The files with `versions` laid over them.

    Args:
        folder: the knowledge files.
        versions: what staff have published.
        before: a library much like it; only what differs is read anew.

    Raises:
        BadData: a file, a version, or a link between them is wrong.
    """
    shelf = files.load_all(folder)
    by_id = {entry.id: entry for entry in shelf.entries}
    for version in versions:
        if version.data is None:
            by_id.pop(version.entry_id, None)
        else:
            by_id[version.entry_id] = entry_of(version)
    merged = list(by_id.values())
    files.check_links(merged, shelf.laws)
    return Library(replace(shelf, entries=merged), before=before)


def reloaded(session: Session, folder: Path, serving: Library) -> Library:
    """The library as published now; the one that serves when something in it is wrong."""
    try:
        return library(folder, published(session), before=serving)
    except BadData as error:
        log.error("the published answers cannot be used: %s; the set before keeps serving", error)
        return serving
