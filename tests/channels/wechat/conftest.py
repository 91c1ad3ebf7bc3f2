"""A front with WeChat switched on, the platform's API beside it, and people's phones."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot import settings as settings_module
from bot.front.app import create_app
from tests.channels.loopback import served
from tests.channels.stand_in_engine import StandInEngine, at_work
from tests.channels.wechat.fake_api import FakeWeChat
from tests.channels.wechat.phone import Phone, account


@dataclass
class World:
    """Everything a test of the channel needs; `start` brings the front up."""

    factory: sessionmaker[Session]
    data_dir: Path
    stack: AsyncExitStack
    api: FakeWeChat = field(default_factory=FakeWeChat)
    env: dict[str, str] = field(default_factory=dict)
    client: httpx.AsyncClient | None = None

    async def start(self, engine: StandInEngine | None = None, **env: str) -> "World":
        """Serve the front (and an engine) with these settings on top of the usual ones."""
        base = await self.stack.enter_async_context(served(self.api.app()))
        self.env = {
            "HOTLINE_RATE_LIMIT": "off",
            **account(self.api.appid, self.api.secret, base),
            **env,
        }
        await self.start_front()
        if engine is not None:
            await self.stack.enter_async_context(at_work(engine))
        return self

    async def start_front(self) -> str:
        """Serve a (further) front on the same database."""
        settings = settings_module.load(self.env, data_dir=self.data_dir)
        address = await self.stack.enter_async_context(served(create_app(settings, self.factory)))
        client = httpx.AsyncClient(base_url=address, timeout=15, trust_env=False)
        self.client = await self.stack.enter_async_context(client)
        return address

    def phone(self, **kind: Any) -> Phone:
        """A person's phone."""
        assert self.client is not None
        return Phone(self.client, self.api.appid, **kind)

    def engine(self, **kind: Any) -> StandInEngine:
        return StandInEngine(self.factory, **kind)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world on SQLite."""
    engine = db.make_engine(f"sqlite:///{tmp_path / 'hotline.db'}")
    db.migrate(engine)
    async with AsyncExitStack() as stack:
        yield World(db.session_factory(engine), tmp_path, stack)
    engine.dispose()


@pytest.fixture
async def any_world(database: sessionmaker[Session], tmp_path: Path) -> AsyncIterator[World]:
    """A world on either database: for what happens at the same instant."""
    async with AsyncExitStack() as stack:
        yield World(database, tmp_path, stack)
