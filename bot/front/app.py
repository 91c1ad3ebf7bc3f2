"""The front put together: web chat, page, health. It never imports Rasa."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request, Response
from sqlalchemy.orm import Session, sessionmaker
from starlette.middleware.base import RequestResponseEndpoint

from bot.front import chat_api, health, problems
from bot.front.bell import Bell, deliver_web
from bot.front.limits import Limits
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
    desk = chat_api.Desk(settings, factory, bell, Limits(settings.rate_limit))
    app.include_router(chat_api.router(desk))
    app.include_router(health.router(factory))
    app.include_router(page.router())

    @app.middleware("http")
    async def safe_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app
