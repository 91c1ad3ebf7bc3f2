"""A client of the front, on a database of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy.orm import Session, sessionmaker

from bot import settings as settings_module
from bot.front.app import create_app

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@asynccontextmanager
async def front(
    database: sessionmaker[Session], folder: Path, **env: str
) -> AsyncIterator[httpx.AsyncClient]:
    """The whole front with these settings, without a socket."""
    settings = settings_module.load({"HOTLINE_RATE_LIMIT": "off", **env}, data_dir=folder)
    app = create_app(settings, database)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://hotline") as made,
    ):
        yield made


@pytest.fixture
async def client(
    database: sessionmaker[Session], tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    async with front(database, tmp_path) as made:
        yield made


async def session_of(client: httpx.AsyncClient) -> dict[str, str]:
    """A new conversation; the header that opens it."""
    answer = await client.post("/chat/sessions", json={})
    assert answer.status_code == 201
    assert set(answer.json()) == {"conversation_id", "token", "expires_at"}
    return {"Authorization": f"Bearer {answer.json()['token']}"}


@pytest.fixture
async def address(database: sessionmaker[Session], tmp_path: Path) -> AsyncIterator[str]:
    """The front on a real socket."""
    settings = settings_module.load({"HOTLINE_RATE_LIMIT": "off"}, data_dir=tmp_path)
    config = uvicorn.Config(create_app(settings, database), port=0, log_config=None)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running
