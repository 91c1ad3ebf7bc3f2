"""A front with Telegram switched on, and the platform beside it."""

import itertools
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot import settings as settings_module
from bot.conversations.records import Outbound
from bot.front.app import create_app
from tests.channels.loopback import served
from tests.channels.stand_in_engine import StandInEngine, at_work
from tests.channels.telegram.fake_api import TOKEN, FakeTelegram

SECRET = "telegrams-own-secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class World:
    """A front with Telegram switched on, and the platform beside it."""

    factory: sessionmaker[Session]
    data_dir: Path
    stack: AsyncExitStack
    api: FakeTelegram = field(default_factory=FakeTelegram)
    client: httpx.AsyncClient | None = None
    env: dict[str, str] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def start(self, engine: StandInEngine | None = None, **env: str) -> "World":
        base = await self.stack.enter_async_context(served(self.api.app()))
        self.env = {
            "HOTLINE_RATE_LIMIT": "off",
            "HOTLINE_TELEGRAM_TOKEN": TOKEN,
            "HOTLINE_TELEGRAM_SECRET": SECRET,
            "HOTLINE_TELEGRAM_API_BASE": base,
            "HOTLINE_TELEGRAM_TIMEOUT": "2",
            **env,
        }
        await self.start_front()
        if engine is not None:
            await self.stack.enter_async_context(at_work(engine))
        return self

    async def start_front(self) -> None:
        settings = settings_module.load(self.env, data_dir=self.data_dir)
        address = await self.stack.enter_async_context(served(create_app(settings, self.factory)))
        client = httpx.AsyncClient(base_url=address, timeout=10, trust_env=False)
        self.client = await self.stack.enter_async_context(client)

    def engine(self, **kind: Any) -> StandInEngine:
        return StandInEngine(self.factory, **kind)

    async def post(self, update: Any, secret: str | None = SECRET) -> httpx.Response:
        assert self.client is not None
        headers = {HEADER: secret} if secret else {}
        content = update if isinstance(update, bytes) else json.dumps(update).encode()
        return await self.client.post("/telegram", content=content, headers=headers)

    def update(self, chat: int = 42, kind: str = "private", **message: Any) -> dict[str, Any]:
        """A message of a person as the platform brings it."""
        sender = {"id": chat, "is_bot": message.pop("is_bot", False), "first_name": "李"}
        body = {
            "message_id": next(self.numbers),
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind},
            "from": sender,
            **message,
        }
        return {"update_id": next(self.numbers), "message": body}

    def tap(self, data: str, message_id: int = 7, chat: int = 42) -> dict[str, Any]:
        """A tap on a quick reply."""
        query = {
            "id": f"q{next(self.numbers)}",
            "from": {"id": chat, "is_bot": False},
            "message": {"message_id": message_id, "chat": {"id": chat, "type": "private"}},
            "data": data,
        }
        return {"update_id": next(self.numbers), "callback_query": query}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    engine = db.make_engine(f"sqlite:///{tmp_path / 'hotline.db'}")
    db.migrate(engine)
    async with AsyncExitStack() as stack:
        yield World(db.session_factory(engine), tmp_path, stack)
    engine.dispose()


def statuses(world: World) -> list[str]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(Outbound.status).order_by(Outbound.id)))
