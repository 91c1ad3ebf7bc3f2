"""`hotline serve`: the front in this process, a crew of engines as a child that is kept alive."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

import uvicorn

from bot import db
from bot.front.app import create_app
from bot.settings import Settings

log = logging.getLogger("hotline.serve")
RESTART_AFTER, RESTART_AT_MOST = 1.0, 30.0
# Exit status of a crew that cannot start for a reason that stays, and for one that may pass.
CANNOT_START, TRY_SOON = 2, 3
# Open pages wait for news for half a minute: they are cut short at the end.
GRACE = 5


class CrewKeeper:
    """Starts the crew's process and starts it again when it ends unasked."""

    def __init__(self, settings: Settings, engines: int, name: str) -> None:
        self._env = engine_environment(settings, engines, name)
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Begin keeping."""
        self._thread.start()

    def renew(self) -> None:
        """Let the crew read model and data files anew, engine by engine."""
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGHUP)

    def stop(self) -> None:
        """Ask the engines to finish their turns, and wait for them."""
        self._stopping.set()
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(25)
            except subprocess.TimeoutExpired:
                self._child.kill()

    def _keep(self) -> None:
        rest = RESTART_AFTER
        while not self._stopping.is_set():
            started = time.monotonic()
            self._child = subprocess.Popen([sys.executable, "-m", "bot.engine"], env=self._env)
            status = self._child.wait()
            if self._stopping.is_set():
                return
            quick = time.monotonic() - started < 60
            rest = min(rest * 2, RESTART_AT_MOST) if quick else RESTART_AFTER
            if status in {CANNOT_START, TRY_SOON}:
                rest = RESTART_AT_MOST if status == CANNOT_START else RESTART_AFTER
            log.error("engines ended status=%s; starting again in %.0f s", status, rest)
            self._stopping.wait(rest)


def engine_environment(settings: Settings, engines: int, name: str) -> Mapping[str, str]:
    """The environment of a crew's process."""
    return {
        **os.environ,
        "HOTLINE_ENGINE": name,
        "HOTLINE_ENGINES": str(engines),
        "HOTLINE_DATA_DIR": str(settings.data_dir),
        "HOTLINE_DATABASE_URL": settings.database_url,
        "HOTLINE_MODEL_DIR": str(settings.model_dir),
        "HOTLINE_PUBLIC_URL": settings.public_url,
        # Fewer arenas of the C library: some 10 MB less for a process with two threads.
        "MALLOC_ARENA_MAX": "2",
    }


def serve(settings: Settings, host: str, port: int, engines: int, name: str) -> None:
    """Serve until interrupted; messages are accepted before the engines are ready.

    Raises:
        Unreachable: the database does not answer.
    """
    settings = _with_address(settings, host, port)
    front = front_of(settings, host, port)
    keeper = CrewKeeper(settings, engines, name)
    keeper.start()
    signal.signal(signal.SIGHUP, lambda _number, _frame: keeper.renew())
    try:
        front.run()
    finally:
        keeper.stop()


def front_of(settings: Settings, host: str, port: int) -> "Server":
    """The front's server on a migrated database.

    Raises:
        Unreachable: the database does not answer.
    """
    settings = _with_address(settings, host, port)
    engine = db.opened(settings)
    db.migrate(engine)
    config = uvicorn.Config(
        create_app(settings, db.session_factory(engine)),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )
    return Server(config)


def _with_address(settings: Settings, host: str, port: int) -> Settings:
    """Links in messages lead to this machine; in production the operator says where."""
    if settings.public_url or settings.production:
        return settings
    return replace(settings, public_url=f"http://{host}:{port}")


class Server(uvicorn.Server):
    """Ends without sending itself the signal once more: the engines have to be stopped after it."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send those home who wait for a message: their pages come back by themselves."""
        self.config.app.state.bell.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def run_engines(settings: Settings, engines: int, name: str) -> NoReturn:
    """Become a crew of engines.

    The front's packages are not needed there: a new program replaces this one.
    """
    os.environ.update(engine_environment(settings, engines, name))
    os.execv(sys.executable, [sys.executable, "-m", "bot.engine"])
