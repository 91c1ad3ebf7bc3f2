"""The console on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import settings as settings_module
from bot.front.app import create_app
from tests.console.cast import Colleague, hire


@pytest.fixture(autouse=True)
def office_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Tuesday morning on which it stays ten o'clock; write another time into it."""
    clock_file = tmp_path / "clock"
    clock_file.write_text("2026-11-24T10:00:00+08:00", encoding="utf-8")
    monkeypatch.setenv("HOTLINE_CLOCK_FILE", str(clock_file))
    return clock_file


@pytest.fixture
async def client(
    database: sessionmaker[Session], tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    settings = settings_module.load({"HOTLINE_RATE_LIMIT": "off"}, data_dir=tmp_path)
    app = create_app(settings, database)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://hotline") as made,
    ):
        yield made


@pytest.fixture
def wang(database: sessionmaker[Session], client: httpx.AsyncClient) -> Colleague:
    """The province's supervisor."""
    return hire(database, client, "王主管", ("provincial", "supervisor"))


@pytest.fixture
def li(database: sessionmaker[Session], client: httpx.AsyncClient) -> Colleague:
    """A handler of 岳阳."""
    return hire(database, client, "李岳", ("yueyang-branch", "handler"))
