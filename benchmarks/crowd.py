"""Throughput: how many waiting messages crews of one and of two engines answer in a second.

Real crews (`hotline engine`), durable commits, a database of their own. The messages wait before
the engines are let at them; the time runs from the first answer to the last.
"""

import os
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.script import COMPLAINT
from bot import clock, db
from bot import settings as settings_module
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Inbound
from bot.settings import ROOT
from tests.postgres import private_server

PEOPLE = 220


def rates(database: str, engines: int) -> float:
    """Turns a second of a crew of so many engines; `database` is sqlite or postgresql."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotline-bench-")))
        url = f"sqlite:///{folder / 'hotline.db'}"
        if database == "postgresql":
            url = stack.enter_context(private_server())
        env = {**os.environ, "HOTLINE_DATA_DIR": str(folder), "HOTLINE_DATABASE_URL": url}
        factory = _filled(env)
        command = [sys.executable, "-m", "bot.cli", "engine", "--engines", str(engines)]
        crew = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            return _measured(factory)
        finally:
            crew.terminate()
            crew.wait(40)
            factory.kw["bind"].dispose()


def _filled(env: dict[str, str]) -> sessionmaker[Session]:
    engine = db.opened(settings_module.load(env))
    db.migrate(engine)
    factory = db.session_factory(engine)
    with factory.begin() as session:
        names = [inbox.open_web_session(session, at=clock.now())[0].id for _ in range(PEOPLE)]
        for text in COMPLAINT:
            for name in names:
                inbox.accept(session, name, Arrived("web", uuid.uuid4().hex, text), at=clock.now())
    return factory


def _measured(factory: sessionmaker[Session]) -> float:
    def done() -> int:
        with db.reading(factory) as session:
            query = select(func.count()).where(Inbound.status == "done")
            return session.scalar(query) or 0

    limit = time.monotonic() + 180
    while not (first := done()) and time.monotonic() < limit:
        time.sleep(0.02)
    began, whole = time.monotonic(), PEOPLE * len(COMPLAINT)
    while (count := done()) < whole and time.monotonic() < limit:
        time.sleep(0.1)
    return (count - first) / (time.monotonic() - began)
