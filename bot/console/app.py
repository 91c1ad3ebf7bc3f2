"""The console put together: one application under /console, one door for each address."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import (
    account,
    answering,
    cases,
    figures,
    gate,
    house,
    live,
    plan,
    quality,
    refusals,
    sign_in,
    talks,
)
from bot.console.doors import Door, get, post
from bot.console.forms import Form
from bot.console.headers import SafeHeaders
from bot.console.menu import menu
from bot.console.shared import Shared, load
from bot.console.visit import BASE, Visit
from bot.settings import Settings

log = logging.getLogger("hotline.console")
STATIC = Path(__file__).parent / "static"
Endpoint = Callable[[Request], Awaitable[Response]]


def home(visit: Visit) -> Response:
    """On to where this colleague's work begins."""
    offered = menu(visit.actor)
    return visit.go(offered[0].path.removeprefix(BASE) if offered else "/account")


DOORS: tuple[Door, ...] = (
    get("/", home),
    post("/sign-out", sign_in.leave),
    *account.DOORS,
    *live.DOORS,
    *talks.DOORS,
    *cases.DOORS,
    *plan.DOORS,
    *answering.DOORS,
    *quality.DOORS,
    *figures.DOORS,
    *house.DOORS,
)


def create(settings: Settings, factory: sessionmaker[Session]) -> Starlette:
    """The application, to be mounted at /console.

    Raises:
        BadData: a file under `knowledge/` cannot be used.
    """
    shared = load(settings, factory)

    async def show_sign_in(request: Request) -> Response:
        return sign_in.show(shared, request)

    async def enter(request: Request) -> Response:
        return await sign_in.enter(shared, request)

    routes = [
        Route("/sign-in", show_sign_in, methods=["GET"]),
        Route("/sign-in", enter, methods=["POST"]),
        *(Route(door.path, _through(shared, door), methods=[door.method]) for door in DOORS),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(SafeHeaders)])
    _explain_errors(app, shared)
    return app


def _through(shared: Shared, door: Door) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await gate.enter(shared, door, request)

    return endpoint


def _explain_errors(app: Starlette, shared: Shared) -> None:
    """Pages instead of bare errors; nothing of a person's words goes into the log."""

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return await _say(request, status, "没有这个页面或操作。")

    async def unknown(request: Request, error: Exception) -> Response:
        incident, kind = secrets.token_hex(4), type(error).__name__
        log.error("unexpected incident=%s kind=%s path=%s", incident, kind, request.url.path)
        return await _say(request, 500, f"系统出了错，没有改动。请把编号 {incident} 告诉管理员。")

    async def _say(request: Request, status: int, message: str) -> Response:
        return await run_in_threadpool(
            refusals.page, shared, request, status, message, Form(), None
        )

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)
