"""The front ends at once, also while pages wait for a message."""

import asyncio
import time
from pathlib import Path

import httpx
import uvicorn
from sqlalchemy.orm import Session, sessionmaker

from bot import settings as settings_module
from bot.front.app import create_app
from bot.serve import Server
from tests.front.conftest import session_of


async def test_pages_that_wait_do_not_hold_up_the_end(
    database: sessionmaker[Session], tmp_path: Path
) -> None:
    settings = settings_module.load({}, data_dir=tmp_path)
    server = Server(uvicorn.Config(create_app(settings, database), port=0, log_config=None))
    running = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=40) as client:
        auth = await session_of(client)
        waiting = [
            asyncio.create_task(client.get("/chat/messages?after=0&wait=30", headers=auth)),
            asyncio.create_task(client.get("/chat/events?after=0", headers=auth)),
        ]
        await asyncio.sleep(0.5)
        began = time.monotonic()
        server.should_exit = True
        poll, stream = await asyncio.gather(*waiting)
        await running
    assert poll.json()["messages"] == []
    assert stream.status_code == 200
    # Half of what a page may wait is already far more than is needed.
    assert time.monotonic() - began < 14
