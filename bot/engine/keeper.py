"""`python -m bot.engine`: loads the model, keeps a crew, takes a newer model up by itself."""

import asyncio
import logging
import os
import signal
import socket
import time
from pathlib import Path
from types import FrameType

from bot import db
from bot.engine import agent as agents
from bot.engine import loading, worker
from bot.engine.crew import LOOK_EVERY, Crew, Play
from bot.engine.loading import Loaded
from bot.engine.slips import Slip
from bot.engine.turn import Engine
from bot.errors import BadData
from bot.settings import Settings

log = logging.getLogger("hotline.engine")
LOOK_FOR_MODELS_EVERY = 2.0
# A model younger than this may still be on its way to the disk.
SETTLED_AFTER = 1.0


class Keeper:
    """One crew of engines on one machine.

    Args:
        name: of this crew; with the number and process it names each engine.
        size: how many engines.
    """

    def __init__(self, settings: Settings, name: str, size: int) -> None:
        self._settings, self._name, self._size = settings, name, size
        self._stopping = self._renewing = False
        # Newer files that were tried and could not be loaded.
        self._refused: set[tuple[Path, float]] = set()

    def run(self) -> None:
        """Work until SIGTERM or the parent's death; SIGHUP reads model and data files anew.

        Raises:
            BadData: no model can be loaded, or a data file is wrong. Unreachable: no database.
        """
        self._listen()
        loaded = loading.load(self._settings)
        _migrate(self._settings)
        crew = Crew(self._settings, self._name, self._size, playing(self._settings, loaded))
        parent, next_model_look, told = os.getppid(), 0.0, False
        while not self._stopping and os.getppid() == parent:
            crew.look()
            if not told and any(berth.slip.is_alive for berth in crew.berths):
                told = tell_systemd("READY=1")
            if self._renewing or time.monotonic() >= next_model_look:
                next_model_look = time.monotonic() + LOOK_FOR_MODELS_EVERY
                loaded = self._renew(crew, loaded)
            time.sleep(LOOK_EVERY)
        tell_systemd("STOPPING=1")
        crew.stop()

    def _listen(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping = True

        def renew(_number: int, _frame: FrameType | None) -> None:
            self._renewing = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, renew)

    def _renew(self, crew: Crew, loaded: Loaded) -> Loaded:
        """Take up a newer model, or all of it anew when asked to; keep the old one otherwise."""
        asked, self._renewing = self._renewing, False
        newest = self._newer_than(loaded.model)
        if not asked and newest is None:
            return loaded
        try:
            shelf = loading.shelf_of(self._settings) if asked else loaded.shelf
            new = loading.load_model(newest or loaded.model, shelf)
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
        return newest if newest != model and settled and self._is_new(newest, written) else None

    def _is_new(self, path: Path, written: float) -> bool:
        return (path, written) not in self._refused


def playing(settings: Settings, loaded: Loaded) -> Play:
    """What an engine does with this model in its own process."""

    def play(engine_id: str, slip: Slip) -> None:
        factory = db.session_factory(db.make_engine(settings.database_url))
        engine = Engine(engine_id, factory, loaded.shelf, loaded.agent, loaded.store, slip)
        asyncio.run(worker.run(engine, loaded.model.name))

    return play


def _migrate(settings: Settings) -> None:
    # Closed before the first fork: a connection must not be shared.
    engine = db.make_engine(settings.database_url)
    try:
        db.migrate(engine)
    finally:
        engine.dispose()


def tell_systemd(word: str) -> bool:
    """Tell systemd how we stand, when it started us (Type=notify)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(word.encode(), address.replace("@", "\0", 1))
    return True
