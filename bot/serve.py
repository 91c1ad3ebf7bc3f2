"""`hotline serve`: the front in this process, the engine as a child that is kept alive."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from bot import db
from bot.front.app import create_app
from bot.settings import Settings

log = logging.getLogger("hotline.serve")
RESTART_AFTER = 1.0
RESTART_AT_MOST = 30.0
CANNOT_START = 2


class EngineKeeper:
    """Starts an engine process and starts it again when it ends unasked."""

    def __init__(self, settings: Settings, engine_id: str = "engine-1") -> None:
        self._env = {
            **os.environ,
            "HOTLINE_ENGINE": engine_id,
            "HOTLINE_DATA_DIR": str(settings.data_dir),
            "HOTLINE_DATABASE_URL": settings.database_url,
            "HOTLINE_MODEL_DIR": str(settings.model_dir),
            "HOTLINE_PUBLIC_URL": settings.public_url,
            # Fewer arenas of the C library: some 10 MB less for a process with two threads.
            "MALLOC_ARENA_MAX": "2",
        }
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Begin keeping."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the engine to finish its turn, and wait for it."""
        self._stopping.set()
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
            try:
                self._child.wait(20)
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
            if status == CANNOT_START:
                rest = RESTART_AT_MOST
            log.error("engine ended status=%s; starting again in %.0f s", status, rest)
            self._stopping.wait(rest)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; messages are accepted before the engine is ready.

    Raises:
        Unreachable: the database does not answer.
    """
    if not settings.public_url and not settings.production:
        # Links in messages lead to this machine; in production the operator says where.
        settings = replace(settings, public_url=f"http://{host}:{port}")
    engine = db.make_engine(settings.database_url)
    db.migrate(engine)
    keeper = EngineKeeper(settings)
    keeper.start()
    app = create_app(settings, db.session_factory(engine))
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, timeout_keep_alive=75
    )
    try:
        Server(config).run()
    finally:
        keeper.stop()


class Server(uvicorn.Server):
    """Ends without sending itself the signal once more: the engine has to be stopped after it."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send those home who wait for a message: their pages come back by themselves."""
        self.config.app.state.bell.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield
