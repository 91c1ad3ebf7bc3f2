"""`python -m bot.engine`: loads the model, keeps a crew, takes a newer model up by itself."""

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.engine import agent as agents
from bot.engine import loading
from bot.engine.crew import LOOK_EVERY, Crew
from bot.engine.loading import Loaded
from bot.engine.playing import playing
from bot.errors import BadData
from bot.settings import Settings

log = logging.getLogger("hotline.engine")
LOOK_FOR_NEWER_EVERY = 2.0
# A model younger than this may still be on its way to the disk.
SETTLED_AFTER = 1.0


class Keeper:
    """One crew of engines on one machine.

    Args:
        name: of this crew; with the number and process it names each engine.
        size: how many engines.
        tell: told when engines are ready and when they stop, in systemd's words.
    """

    def __init__(
        self, settings: Settings, name: str, size: int, tell: Callable[[str], None]
    ) -> None:
        self._settings, self._name, self._size, self._tell = settings, name, size, tell
        self._stopping = self._renewing = False
        # Newer files that were tried and could not be used.
        self._refused: set[tuple[Path, float]] = set()

    def run(self) -> None:
        """Work until SIGTERM or the parent's death; SIGHUP reads model and data files anew.

        Raises:
            BadData: no model can be loaded, or a data file is wrong. Unreachable: no database.
        """
        self._listen()
        loaded = loading.load(self._settings)
        with self._database() as factory:
            db.migrate(factory.kw["bind"])
        crew = Crew(self._settings, self._name, self._size, playing(self._settings, loaded))
        parent, next_look, told = os.getppid(), 0.0, False
        while not self._stopping and os.getppid() == parent:
            if self._renewing or time.monotonic() >= next_look:
                next_look = time.monotonic() + LOOK_FOR_NEWER_EVERY
                loaded = self._renew(crew, self._published(crew, loaded))
            crew.look()
            if not told and any(berth.slip.is_alive for berth in crew.berths):
                self._tell("READY=1")
                told = True
            time.sleep(LOOK_EVERY)
        self._tell("STOPPING=1")
        crew.stop()

    def _listen(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping = True

        def renew(_number: int, _frame: FrameType | None) -> None:
            self._renewing = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, renew)

    def _published(self, crew: Crew, loaded: Loaded) -> Loaded:
        """Let engines that start from now on begin with what staff have published.

        Those at work take it up by themselves.
        """
        try:
            with self._database() as factory:
                new = loading.published(factory, self._settings.knowledge_dir, loaded)
        except SQLAlchemyError:
            return loaded
        if new is not loaded:
            crew.play = playing(self._settings, new)
        return new

    def _renew(self, crew: Crew, loaded: Loaded) -> Loaded:
        """Take up a newer model, or all of it anew when asked to; keep the old one otherwise."""
        asked, self._renewing = self._renewing, False
        newest = self._newer_than(loaded.model)
        if not asked and newest is None:
            return loaded
        try:
            new = self._anew(loaded, newest or loaded.model, files_too=asked)
        except BadData as error:
            log.error("%s; the engines go on with %s", error, loaded.model.name)
            self._refuse(newest)
            return loaded
        log.info("engines take up model=%s", new.model.name)
        if crew.replace_all(playing(self._settings, new)):
            return new
        log.error("no engine got going with %s; they go on with %s", new.model, loaded.model)
        self._refuse(newest)
        return loaded

    def _anew(self, loaded: Loaded, model: Path, *, files_too: bool) -> Loaded:
        new = replace(loaded, model=model)
        if files_too:
            new = replace(new, shelf=loading.files_of(self._settings), edition=0)
        agent, store = agents.load(model)
        return replace(new, agent=agent, store=store)

    def _refuse(self, model: Path | None) -> None:
        if model is not None:
            self._refused.add((model, model.stat().st_mtime))

    def _newer_than(self, model: Path) -> Path | None:
        try:
            newest = agents.newest_model(self._settings.model_dir)
            written = newest.stat().st_mtime
        except (BadData, OSError):
            return None
        settled = time.time() - written > SETTLED_AFTER
        tried = (newest, written) in self._refused
        return newest if newest != model and settled and not tried else None

    @contextmanager
    def _database(self) -> Iterator[sessionmaker[Session]]:
        """For a moment only: no connection may be open when an engine is forked."""
        engine = db.opened(self._settings)
        try:
            yield db.session_factory(engine)
        finally:
            engine.dispose()
