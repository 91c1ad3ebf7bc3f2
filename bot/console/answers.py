"""The knowledge base beside a talk: loaded when first asked, never while the front starts."""

import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.clock import local
from bot.knowledge import overlay
from bot.knowledge.library import Answer, Library
from bot.knowledge.records import AnswerVersion

SHOWN = 5


@lru_cache(maxsize=1)
def _from_files(folder: Path) -> Library:
    """The library without what staff have published over it; indexing takes seconds."""
    return Library.load(folder)


class Answers:
    """The library as published, for colleagues to search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._library: Library | None = None
        self._edition = -1
        self._trial: tuple[tuple[int, int, str], Library] | None = None
        self._lock = threading.Lock()

    def library(self, session: Session) -> Library:
        """The library that serves now."""
        newest = overlay.newest_edition(session)
        with self._lock:
            if self._library is None:
                self._library, self._edition = _from_files(self._folder), 0
            if newest != self._edition:
                self._library = overlay.reloaded(session, self._folder, self._library)
                self._edition = newest
            return self._library

    def with_version(self, session: Session, version: AnswerVersion) -> Library:
        """The library as it would be with a version in force; kept while it is being tried.

        Raises:
            BadData: it does not fit the other entries.
        """
        key = (overlay.newest_edition(session), version.id, version.state)
        with self._lock:
            if self._trial is None or self._trial[0] != key:
                others = [v for v in overlay.published(session) if v.entry_id != version.entry_id]
                self._trial = key, overlay.library(self._folder, [*others, version])
            return self._trial[1]

    def warm(self, factory: sessionmaker[Session]) -> None:
        """Begin to load, beside everything else: the first who asks will not have to wait."""
        if self._library is None:
            threading.Thread(target=self._warm, args=(factory,), daemon=True).start()

    def _warm(self, factory: sessionmaker[Session]) -> None:
        # Indexing takes seconds: nobody is kept from writing meanwhile.
        with db.thinking(factory) as session:
            self.library(session)

    def search(self, session: Session, question: str, now: datetime) -> list[Answer]:
        """What fits a question best, with texts and sources; nothing for no question."""
        if not question:
            return []
        library, today = self.library(session), local(now).date()
        ranked = library.index.ask(question, top=SHOWN).candidates
        return [
            library.show(one.entry_id, today=today, score=one.score)
            for one in ranked
            if one.score > 0.05
        ]
