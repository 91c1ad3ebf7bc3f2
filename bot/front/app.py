"""The front put together: web chat, page, platforms, health. It never imports Rasa."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from bot.api import app as api
from bot.console import app as console
from bot.front import (
    chat_api,
    chat_around,
    chat_files,
    health,
    metrics,
    papers,
    platforms,
    problems,
)
from bot.front.bell import Bell
from bot.front.calls import Desk
from bot.front.counting import Counting
from bot.front.delivery import Delivery
from bot.front.fetching import Fetching
from bot.front.letterbox import Letterbox
from bot.front.limits import Limits
from bot.front.origins import OriginGate
from bot.front.safe_headers import SafeHeaders
from bot.front.ticking import Ticking
from bot.front.vigil import Vigil
from bot.settings import Settings
from channels.webchat import page


def create_app(settings: Settings, factory: sessionmaker[Session]) -> FastAPI:
    """The ASGI application on a migrated database."""
    bell = Bell()
    letterbox = Letterbox(factory, bell)
    channels = platforms.switched_on(settings, factory, letterbox)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        named = {channel.name: channel for channel in channels}
        delivery = Delivery(factory, bell, named)
        fetching = Fetching(factory, named, settings.data_dir)
        ticking = Ticking(settings, factory)
        async with AsyncExitStack() as running:
            for channel in channels:
                await running.enter_async_context(channel.running())
            endless = [asyncio.create_task(one.work()) for one in (letterbox, Vigil(factory))]
            working = [asyncio.create_task(one.work()) for one in (delivery, fetching, ticking)]
            yield
            delivery.stop()
            fetching.stop()
            ticking.stop()
            await asyncio.gather(*working)
            for task in endless:
                task.cancel()
            await asyncio.gather(*endless, return_exceptions=True)

    app = FastAPI(title="Hunan 12330 assistant", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.bell = bell
    problems.install(app)
    desk = Desk(settings, factory, bell, Limits(settings.rate_limit))
    for calls in (chat_api, chat_files, chat_around):
        app.include_router(calls.router(desk))
    figures = metrics.Figures(factory)
    app.include_router(health.router(factory))
    app.include_router(metrics.router(figures))
    app.include_router(papers.router(settings, factory))
    app.include_router(page.router())
    app.mount("/api/v1", api.create(settings, factory))
    app.mount("/console", console.create(settings, factory))
    for channel in channels:
        app.include_router(channel.router())
    app.add_middleware(SafeHeaders)
    app.add_middleware(OriginGate, allowed=settings.web_origins)
    app.add_middleware(Counting, figures=figures)
    return app
