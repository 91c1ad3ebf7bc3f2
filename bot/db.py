"""The database: one way to open it, to migrate it, and to hold a transaction on it.

SQLite keeps its rollback journal with synchronous=FULL: an acknowledged commit survives a power
cut, and the WAL-reset bug of versions before 3.51.3 cannot touch it (docs/decisions/0003).
Every SQLite transaction begins IMMEDIATE: a read that later wants to write would otherwise be
refused at once instead of waiting.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from bot.errors import BadData, Unreachable

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 10_000
# PostgreSQL: connection lost, out of resources or disk, shutting down, system error, read-only.
_OUTAGES = ("08", "53", "57P", "58", "25006", "XX")


class Base(DeclarativeBase):
    """All tables of all rooms share one metadata and one migration history."""

    metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time; stored in UTC on both databases (SQLite drops the offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without an offset must not reach the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def make_engine(url: str) -> Engine:
    """An engine for `url`; nothing is opened yet. Its errors hold no values: people's words.

    Raises:
        BadData: the URL cannot be read, or names a database this project does not know.
    """
    try:
        parsed = make_url(url)
    except Exception:
        raise _bad_url("not a database URL") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True
        )
        _tune_sqlite(engine)
        return engine
    if backend == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(
            parsed, pool_pre_ping=True, pool_size=8, max_overflow=8, hide_parameters=True
        )
    raise _bad_url(f"{backend} is not supported")


def _bad_url(why: str) -> BadData:
    remedy = "set sqlite:///path/to/file.db or postgresql://user@host/name"
    return BadData(why, path="HOTLINE_DATABASE_URL", remedy=remedy)


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=DELETE",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that only reads: on SQLite it does not wait for writers."""
    with factory() as session:
        session.connection(execution_options={"reading": True})
        yield session


_DISK = ("database or disk is full", "disk I/O error", "readonly database", "database is locked")


def is_outage(error: BaseException | None) -> bool:
    """Whether the database, or the disk under it, is out of order: trying again later may help."""
    while error is not None:
        if isinstance(error, DBAPIError) and _is_outage(error):
            return True
        error = error.__cause__
    return False


def _is_outage(error: DBAPIError) -> bool:
    if isinstance(error, InterfaceError) or error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlstate", None)
    if code:
        return str(code).startswith(_OUTAGES)
    # Without a code it is SQLite, or a connection that PostgreSQL's driver lost or never had.
    told, by_sqlite = str(error.orig), isinstance(error.orig, sqlite3.Error)
    lost = isinstance(error, OperationalError) and not by_sqlite
    return lost or any(word in told for word in _DISK)


def check_reachable(engine: Engine) -> None:
    """Raise `Unreachable` when the database does not answer; no address or secret in the text."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (OperationalError, DBAPIError) as error:
        why = type(error.orig).__name__
        raise Unreachable("the database", f"{why}; check HOTLINE_DATABASE_URL") from None


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, the newest by default. Safe from several processes."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    check_reachable(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(12330)"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _migrations() -> Path:
    return Path(__file__).parent / "tickets" / "migrations"
