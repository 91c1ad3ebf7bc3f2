"""The front put together: web chat, page, health. It never imports Rasa."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request, Response
from sqlalchemy.orm import Session, sessionmaker
from starlette.middleware.base import RequestResponseEndpoint

from bot.console import app as console
from bot.front import chat_api, chat_around, chat_files, health, problems
from bot.front.bell import Bell, deliver_web
from bot.front.calls import Desk
from bot.front.limits import Limits
from bot.front.origins import OriginGate
from bot.settings import Settings
from channels.webchat import page

log = logging.getLogger("hotline.front")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


def create_app(settings: Settings, factory: sessionmaker[Session]) -> FastAPI:
    """The ASGI application on a migrated database."""
    bell = Bell()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        delivery = asyncio.create_task(deliver_web(factory, bell))
        yield
        delivery.cancel()
        with suppress(asyncio.CancelledError):
            await delivery

    app = FastAPI(title="Hunan 12330 assistant", lifespan=lifespan, docs_url=None, redoc_url=None)
    problems.install(app)
    desk = Desk(settings, factory, bell, Limits(settings.rate_limit))
    for calls in (chat_api, chat_files, chat_around):
        app.include_router(calls.router(desk))
    app.include_router(health.router(factory))
    app.include_router(page.router())
    app.mount("/console", console.create(settings, factory))

    @app.middleware("http")
    async def safe_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.add_middleware(OriginGate, allowed=settings.web_origins)
    return app
