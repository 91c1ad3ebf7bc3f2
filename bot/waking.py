"""Something has changed in the database: whoever waits for it is woken, in every process.

PostgreSQL tells it over LISTEN/NOTIFY; triggers send it at the commit (migration 0017). SQLite has
no such thing: its data version is looked at instead, some microseconds each time. Whoever waits
looks again by itself after a while, so a lost word costs time, not a message.
"""

import asyncio
import sqlite3
import time
from typing import Protocol

import psycopg
from sqlalchemy import Engine

INBOX = "hotline_inbox"
OUTBOX = "hotline_outbox"
# SQLite: how often the version is looked at while something happens, and while nothing does.
LIVELY, CALM, CALM_AFTER = 0.004, 0.03, 3.0


class Watch(Protocol):
    """Waits for news about one table."""

    async def wait(self, seconds: float) -> set[str] | None:
        """The conversations with news, none when the time is up, `None` for "look yourself"."""

    async def close(self) -> None:
        """Stop watching."""


def watch(engine: Engine, what: str) -> Watch:
    """Watch INBOX or OUTBOX of this database."""
    if engine.dialect.name == "postgresql":
        url = engine.url.set(drivername="postgresql")
        return _Listening(url.render_as_string(hide_password=False), what)
    return _Looking(str(engine.url.database))


class _Listening:
    """Listens on a connection of its own; after a lost one everything may be new."""

    def __init__(self, url: str, what: str) -> None:
        self._url, self._what = url, what
        self._connection: psycopg.AsyncConnection | None = None

    async def wait(self, seconds: float) -> set[str] | None:
        try:
            if self._connection is None:
                self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
                await self._connection.execute(f"LISTEN {self._what}")
                return None
            notes = self._connection.notifies(timeout=seconds, stop_after=1)
            return {note.payload async for note in notes}
        except (psycopg.Error, OSError):
            await self.close()
            await asyncio.sleep(min(seconds, 1.0))
            return None

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


class _Looking:
    """Looks at the data version of a SQLite file: it changes with every commit of another."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=0, check_same_thread=False)
        self._version = self._look()
        self._last_news = 0.0

    async def wait(self, seconds: float) -> set[str] | None:
        until = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            version = self._look()
            if version != self._version:
                self._version, self._last_news = version, now
                return None
            if now >= until:
                return set()
            rest = LIVELY if now - self._last_news < CALM_AFTER else CALM
            await asyncio.sleep(min(rest, until - now))

    def _look(self) -> int | None:
        try:
            row = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.OperationalError:
            # Somebody is just committing: the next look will see it.
            return getattr(self, "_version", None)
        return int(row[0])

    async def close(self) -> None:
        self._connection.close()
