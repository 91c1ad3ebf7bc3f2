"""The database: one way to open it, to migrate it, and to hold a transaction on it.

How SQLite is opened, and how writers wait for each other there: `bot.sqlite`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from bot import crypto, sqlite
from bot.errors import BadData, Unreachable
from bot.settings import Settings

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


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


def opened(settings: Settings) -> Engine:
    """The database of these settings; what is sealed in it opens for this process from now on.

    Raises:
        BadData: the URL or the keys cannot be read.
    """
    keys = settings.keys
    if not keys and settings.embedded:
        keys = crypto.kept_in(settings.key_file)
    crypto.use(crypto.parse(keys) if keys else None)
    return make_engine(settings.database_url)


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
        engine = create_engine(parsed, hide_parameters=True)
        sqlite.tune(engine)
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


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def reading(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that only reads: on SQLite it does not wait for writers."""
    with factory() as session:
        session.connection(execution_options={"reading": True})
        yield session


@contextmanager
def thinking(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One transaction that locks nothing until it first writes, and commits at the end.

    A turn may think for seconds: on SQLite everybody else could not write meanwhile. What it has
    read may have changed by then; the caller looks again before it writes what follows from it.
    """
    with factory() as session:
        session.connection(execution_options={"thinking": True})
        try:
            yield session
        except BaseException:
            session.rollback()
            raise
        session.commit()


def check_reachable(engine: Engine) -> None:
    """Raise `Unreachable` when the database does not answer; no address or secret in the text."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (OperationalError, DBAPIError) as error:
        why = type(error.orig).__name__
        raise Unreachable("the database", f"{why}; check HOTLINE_DATABASE_URL") from None


def revision(engine: Engine) -> str | None:
    """The revision the database stands at; `None` for an empty one."""
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision this code speaks of."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(_migrations())).get_current_head())


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
