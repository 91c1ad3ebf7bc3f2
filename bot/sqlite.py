"""SQLite for several threads and processes: how it is opened, and how they wait for each other.

It keeps its rollback journal with synchronous=FULL: an acknowledged commit survives a power cut,
and the WAL-reset bug of versions before 3.51.3 cannot touch it (docs/decisions/0003).
Every transaction that writes begins IMMEDIATE: a read that later wants to write would otherwise
be refused at once instead of waiting.
Who waits asks again every millisecond or two. SQLite itself rests up to a tenth of a second
between two looks: beside a process that writes all the time, it would wait for seconds
(docs/decisions/0078).
"""

import random
import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

BUSY = 10.0
_PAUSE = (0.0005, 0.0025)
_QUIETLY = "PRAGMA busy_timeout=0"
_PATIENTLY = f"PRAGMA busy_timeout={int(BUSY * 1000)}"
# Takes the lock of a reader: BEGIN alone would leave that to the first query.
_LOOK = "SELECT 1 FROM sqlite_master LIMIT 1"


def tune(engine: Engine) -> None:
    """Open SQLite's connections as above; writers of this process line up behind each other."""
    # SQLite itself would let them poll, and some starve.
    line = threading.Lock()

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            _PATIENTLY,
            "PRAGMA journal_mode=DELETE",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
        ):
            connection.execute(pragma)

    def write(connection: Any) -> None:
        if not connection.info.get("in_line"):
            if not line.acquire(timeout=BUSY):
                raise _locked(sqlite3.OperationalError("database is locked"))
            connection.info["in_line"] = True
        _begin(connection, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: Any) -> None:
        if record.info.pop("in_line", False):
            line.release()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("reading"):
            _begin(connection, "BEGIN", _LOOK)
        elif not options.get("thinking"):
            write(connection)

    @event.listens_for(engine, "before_cursor_execute")
    def on_execute(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not connection.get_execution_options().get("thinking"):
            return
        begun = connection.connection.dbapi_connection.in_transaction
        if not begun and statement.lstrip()[:6].upper() != "SELECT":
            write(connection)


def _begin(connection: Any, *statements: str) -> None:
    """Begin a transaction, looking again soon and often while others hold the database."""
    raw: sqlite3.Connection = connection.connection.dbapi_connection
    until = time.monotonic() + BUSY
    raw.execute(_QUIETLY)
    try:
        while not _begun(raw, statements, last=time.monotonic() > until):
            time.sleep(random.uniform(*_PAUSE))
    finally:
        raw.execute(_PATIENTLY)


def _begun(raw: sqlite3.Connection, statements: tuple[str, ...], *, last: bool) -> bool:
    try:
        for statement in statements:
            raw.execute(statement).fetchall()
    except sqlite3.OperationalError as error:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise _locked(error) from None
        return False
    return True


def _locked(error: sqlite3.OperationalError) -> OperationalError:
    return OperationalError("BEGIN", None, error)
