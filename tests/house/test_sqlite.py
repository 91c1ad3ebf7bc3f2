"""SQLite between processes: who writes a little is not starved by who writes all the time."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import db, sqlite

HOG = """
import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
c.execute("PRAGMA synchronous=FULL")
while True:
    c.execute("BEGIN IMMEDIATE")
    c.execute("UPDATE seen SET n = n + 1")
    c.execute("COMMIT")
    time.sleep(0.002)
"""
TIMES = 60


@contextmanager
def hogged(path: Path) -> Iterator[None]:
    """Another process writes all the while."""
    process = subprocess.Popen([sys.executable, "-c", HOG, str(path)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_writers_and_readers_get_their_turn_beside_a_busy_process(tmp_path: Path) -> None:
    path = tmp_path / "any.db"
    engine = db.make_engine(f"sqlite:///{path}")
    factory = db.session_factory(engine)
    with factory.begin() as session:
        session.execute(text("CREATE TABLE seen (n INTEGER)"))
        session.execute(text("INSERT INTO seen VALUES (0)"))
    with hogged(path):
        while _count(factory) < 5:
            time.sleep(0.01)
        began = time.monotonic()
        for _ in range(TIMES):
            with factory.begin() as session:
                session.execute(text("UPDATE seen SET n = n + 1000000"))
            _count(factory)
            time.sleep(0.01)
        took = time.monotonic() - began
    assert _count(factory) // 1_000_000 == TIMES
    # With SQLite's own rests it takes five times as long.
    assert took < 10
    engine.dispose()


def _count(factory: object) -> int:
    with db.reading(factory) as session:  # type: ignore[arg-type]
        return int(session.scalar(text("SELECT n FROM seen")) or 0)


def test_a_database_that_stays_locked_is_an_error_like_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 0.2)
    url = f"sqlite:///{tmp_path / 'any.db'}"
    first, second = db.make_engine(url), db.make_engine(url)
    with first.begin() as holder:
        holder.execute(text("CREATE TABLE seen (n INTEGER)"))
        with pytest.raises(OperationalError, match="locked"), second.begin():
            pass
    # Afterwards it is to be had again, and the line behind it is free.
    with second.begin() as connection:
        connection.execute(text("INSERT INTO seen VALUES (1)"))
    first.dispose()
    second.dispose()
