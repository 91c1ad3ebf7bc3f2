"""Starts the replays that were asked for in the console, in a process of their own."""

import logging
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec

from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations import replays
from bot.settings import Settings

log = logging.getLogger("hotline.replay")


class Replaying:
    """At most one such process at a time; where Rasa is not installed, an engine's machine runs
    `hotline model replay` by a timer instead.
    """

    def __init__(self, settings: Settings, factory: sessionmaker[Session]) -> None:
        self._settings, self._factory = settings, factory
        self._able = find_spec("rasa") is not None
        self._child: subprocess.Popen[bytes] | None = None

    def look(self, *, at: datetime) -> None:
        """Start the process if something waits and none runs."""
        if not self._able or (self._child is not None and self._child.poll() is None):
            return
        with db.reading(self._factory) as session:
            if not replays.anything_asked(session, at=at):
                return
        log.info("a replay begins")
        command = [sys.executable, "-m", "bot.cli", "model", "replay"]
        self._child = subprocess.Popen([*command, "--data-dir", str(self._settings.data_dir)])

    def stop(self) -> None:
        """End it with the front; what it had begun is begun again later."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
