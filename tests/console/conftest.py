"""The console on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import settings as settings_module
from bot.front.app import create_app
from tests.console.cast import Colleague, hire


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
