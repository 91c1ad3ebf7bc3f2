"""Shared cast and fixtures. The database suites run on SQLite and on a private PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from tests.quiet_logs import logs_hold_no_secrets  # noqa: F401

Brain = tuple[Any, Any, Any]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def _postgres_binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return homes[0].parent if homes else None


def _as_postgres_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server in a temporary folder, reached by a socket there."""
    binaries = _postgres_binaries()
    if binaries is None:
        reason = "PostgreSQL's server binaries (initdb, pg_ctl) are not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="hotline-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            _as_postgres_user([str(binaries / command[0]), *command[1:]]),
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )

    run("initdb", "-D", str(data), "-U", "hotline", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-k {folder} -c listen_addresses='' -c max_connections=200"
    run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://hotline@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def empty_postgres(server: str) -> Iterator[str]:
    """An empty database of its own on the private server."""
    name = f"t{os.urandom(6).hex()}"
    admin = db.make_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hotline.db'}"
        return
    with empty_postgres(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a migrated PostgreSQL database, for what SQLite has no word for."""
    with empty_postgres(postgres_url) as url:
        engine = db.make_engine(url)
        db.migrate(engine)
        yield db.session_factory(engine)
        engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a database that was migrated to the newest revision."""
    engine = db.make_engine(database_url)
    db.migrate(engine)
    yield db.session_factory(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def brain() -> Brain:
    """The trained model and the data, loaded once for all tests that talk."""
    from bot import settings as settings_module
    from bot.engine import agent as agents
    from bot.engine.shelf import load_shelf

    settings = settings_module.load()
    shelf = load_shelf(settings.knowledge_dir)
    agent, store = agents.load(agents.newest_model(settings.model_dir))
    return shelf, agent, store


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real argon2, but with the smallest cost: a cast of eight would take a second."""
    from argon2 import PasswordHasher

    from bot.staff import passwords

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
