"""Shared cast and fixtures. The database suites run on SQLite and on a private PostgreSQL."""

import base64
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import crypto, db
from tests import postgres
from tests.quiet_logs import logs_hold_no_secrets  # noqa: F401

# The whole suite runs with keys, as production does; the processes it starts read them, too.
KEYS = ";".join(
    f"{name} = {base64.b64encode(bytes([number]) * 32).decode()}"
    for name, number in (("k1", 1), ("index", 2))
)
os.environ.setdefault("HOTLINE_KEYS", KEYS)
crypto.use(crypto.parse(os.environ["HOTLINE_KEYS"]))

Brain = tuple[Any, Any, Any]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server for the whole run."""
    if postgres.binaries() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(postgres.NOT_INSTALLED)
        pytest.skip(postgres.NOT_INSTALLED)
    server = postgres.Server(*postgres.QUICK)
    postgres.make_template(server.url)
    yield server.url
    server.remove()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "hotline.db"
    engine = db.make_engine(f"sqlite:///{path}")
    db.migrate(engine)
    engine.dispose()
    return path


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind, migrated, with nothing in it."""
    if request.param == "sqlite":
        path = tmp_path / "hotline.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_url")
    with postgres.empty_database(server, like=postgres.MIGRATED) as url:
        yield url


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty' / 'hotline.db'}"
        return
    with postgres.empty_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a migrated PostgreSQL database, for what SQLite has no word for."""
    with postgres.empty_database(postgres_url, like=postgres.MIGRATED) as url:
        engine = db.make_engine(url)
        yield db.session_factory(engine)
        engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions on a database at the newest revision."""
    engine = db.make_engine(database_url)
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
