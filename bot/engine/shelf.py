"""The data that turns look things up in: loaded once, and taken up anew when staff publish."""

import asyncio
import logging
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.actions.context import Shelf
from bot.centers.directory import Directory
from bot.centers.regions import Gazetteer
from bot.desk import escalation
from bot.knowledge import overlay
from bot.knowledge.library import Library
from bot.tickets.office_file import load_offices

log = logging.getLogger("hotline.engine")
LOOK_EVERY = 0.2  # seconds; a publication is answered with within two


def load_shelf(knowledge_dir: Path) -> Shelf:
    """Everything under `knowledge/`, without what staff have published over it.

    Raises:
        BadData: a file under knowledge/ is wrong.
    """
    # Read now: a wrong file must not break turns later.
    escalation.rules()
    return Shelf(
        gazetteer=Gazetteer.load(knowledge_dir / "regions.csv"),
        directory=Directory.load(knowledge_dir / "centers.yml"),
        library=Library.load(knowledge_dir),
        hours=load_offices(knowledge_dir / "office_hours.yml"),
    )


class Publications:
    """Notices new editions of the answers, and indexes them beside the turns."""

    def __init__(self, factory: sessionmaker[Session], folder: Path, edition: int = 0) -> None:
        self._factory, self._folder = factory, folder
        self._edition, self._next_look = edition, 0.0
        self._indexing: asyncio.Task[Library] | None = None

    async def taken_up(self, shelf: Shelf) -> Shelf:
        """`shelf`, or one with the newest published answers once they are indexed."""
        if self._indexing is not None:
            return self._finished(shelf) if self._indexing.done() else shelf
        if time.monotonic() < self._next_look:
            return shelf
        self._next_look = time.monotonic() + LOOK_EVERY
        with db.reading(self._factory) as session:
            newest = overlay.newest_edition(session)
        if newest != self._edition:
            self._edition = newest
            self._indexing = asyncio.create_task(asyncio.to_thread(self._index, shelf.library))
        return shelf

    def _index(self, serving: Library) -> Library:
        with db.reading(self._factory) as session:
            return overlay.reloaded(session, self._folder, serving)

    def _finished(self, shelf: Shelf) -> Shelf:
        task, self._indexing = self._indexing, None
        assert task is not None
        if task.exception() is not None:
            # Looked at again with the next look: the edition counts as not taken up.
            self._edition = -1
            log.error("answers not taken up kind=%s", type(task.exception()).__name__)
            return shelf
        log.info("answers taken up edition=%s", self._edition)
        return replace(shelf, library=task.result())
