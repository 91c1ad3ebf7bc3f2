"""Shared cast and fixtures. The database suites run on SQLite and on a private PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from tests.postgres import NotInstalled, private_server
from tests.quiet_logs import logs_hold_no_secrets  # noqa: F401

Brain = tuple[Any, Any, Any]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server; without the binaries a skip, which in CI is a failure."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(private_server())
        except NotInstalled as reason:
            if os.environ.get("CI") == "true":
                pytest.fail(str(reason))
            pytest.skip(str(reason))
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hotline.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    name = f"t{os.urandom(6).hex()}"
    admin = db.make_engine(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


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
