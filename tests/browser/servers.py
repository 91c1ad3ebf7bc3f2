"""What the browser talks to: the whole service, the front alone, sites that embed the widget."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot import settings as settings_module
from bot.conversations import outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation
from bot.front.app import create_app
from bot.settings import ROOT
from tests.channels.loopback import free_port


@dataclass
class Service:
    """`hotline serve` as a center runs it: front and engine, in processes of their own."""

    folder: Path
    origins: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start; returns once messages are also answered."""
        clock_file = self.folder / "clock"
        # A Tuesday morning in Hunan: staff are at work.
        clock_file.write_text("2026-11-24T10:00:00+08:00", encoding="utf-8")
        env = {
            **os.environ,
            "HOTLINE_RATE_LIMIT": "off",
            "HOTLINE_WEB_ORIGINS": self.origins,
            "HOTLINE_CLOCK_FILE": str(clock_file),
        }
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(self.port)]
        log = (self.folder / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--data-dir", str(self.folder)], cwd=ROOT, env=env, stdout=log, stderr=log
        )
        deadline = time.monotonic() + 180
        while not self._ready():
            assert self.process.poll() is None, "the service ended: see serve.log"
            assert time.monotonic() < deadline, "the service was not ready within 3 minutes"
            time.sleep(0.2)

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(40)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def factory(self) -> sessionmaker[Session]:
        """Sessions on its database."""
        return db.session_factory(db.make_engine(f"sqlite:///{self.folder / 'hotline.db'}"))


@dataclass
class FrontAlone:
    """The front in a thread: the test itself speaks for the bot and for staff."""

    url: str
    factory: sessionmaker[Session]

    def says(self, text: str, *, sender: str = "bot", **more: Any) -> None:
        """Put a line into the newest conversation."""
        with self.factory.begin() as session:
            newest = select(Conversation).order_by(Conversation.created_at.desc()).limit(1)
            talk = session.scalars(newest).one()
            said = Reply(text, **more)
            outbox.say(session, talk, said, reply_to=None, at=clock.now(), sender=sender)

    def owned_by(self, owner: str) -> None:
        """Whose turn the newest conversation is."""
        with self.factory.begin() as session:
            newest = select(Conversation).order_by(Conversation.created_at.desc()).limit(1)
            session.scalars(newest).one().owner = owner


@contextmanager
def front_alone(folder: Path, origins: str = "") -> Iterator[FrontAlone]:
    """Run the front on a database of its own."""
    env = {"HOTLINE_RATE_LIMIT": "off", "HOTLINE_WEB_ORIGINS": origins}
    settings = settings_module.load(env, data_dir=folder)
    engine = db.make_engine(settings.database_url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    port = free_port()
    app = create_app(settings, factory)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield FrontAlone(f"http://127.0.0.1:{port}", factory)
    finally:
        server.should_exit = True
        thread.join(10)
        engine.dispose()


@contextmanager
def site(html: str, port: int, policy: str = "") -> Iterator[str]:
    """Another site, on another port and therefore of another origin."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.shutdown()
        server.server_close()
