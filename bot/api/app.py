"""The API put together: keys, errors, OpenAPI at `/api/v1/openapi.json`."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint

from bot.api import tickets
from bot.api.door import NoKey, ReadOnly
from bot.desk.cases import Stale
from bot.errors import Conflict, NotFound, Refused
from bot.settings import Settings
from bot.staff.actor import Forbidden
from bot.staff.keys import BadKey
from bot.tickets.lifecycle import NotAllowed, WrongStatus

log = logging.getLogger("hotline.api")
MOST_BYTES = 64 * 1024
DESCRIPTION = (
    "Tickets of your unit are read and moved with a key of your unit (`Authorization: Bearer KEY`, "
    "made by `hotline api key`). A move names the version it was decided on: of two at once the "
    "second is refused with 409 and nothing changes. Changes are told to your webhook, signed."
)
# The first that fits answers; subclasses stand before their parents.
_ANSWERS: tuple[tuple[type[Exception], int, str], ...] = (
    (NoKey, 401, "no_key"),
    (BadKey, 401, "bad_key"),
    (ReadOnly, 403, "read_only"),
    (Forbidden, 403, "forbidden"),
    (NotAllowed, 403, "not_allowed"),
    (WrongStatus, 409, "wrong_status"),
    (Stale, 409, "stale"),
    (Conflict, 409, "conflict"),
    (NotFound, 404, "not_found"),
    (Refused, 422, "refused"),
)


def create(settings: Settings, factory: sessionmaker[Session]) -> FastAPI:
    """The application, to be mounted at `/api/v1`."""
    app = FastAPI(
        title="Hunan 12330: tickets",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(tickets.router(settings, factory))

    @app.middleware("http")
    async def bounded(request: Request, call_next: RequestResponseEndpoint) -> Response:
        length = request.headers.get("content-length", "")
        if request.method == "POST" and not length.isdigit():
            return _answer(411, "no_length", "请求要带 Content-Length。")
        if length.isdigit() and int(length) > MOST_BYTES:
            return _answer(413, "too_large", "请求太大了。")
        return await call_next(request)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # Where, not what: the value may be anything.
        where = ".".join(str(part) for part in error.errors()[0]["loc"])[:80]
        return _answer(422, "bad_request", f"请求的格式不对：{where}。")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return _answer(error.status_code, "not_found", "没有这个地址或操作。")

    @app.exception_handler(Exception)
    async def any_other(request: Request, error: Exception) -> JSONResponse:
        return _unexpected(error)

    for kind, status, code in _ANSWERS:
        _install(app, kind, status, code)
    return app


def _install(app: FastAPI, kind: type[Exception], status: int, code: str) -> None:
    @app.exception_handler(kind)
    async def refused(_: Request, error: Exception) -> JSONResponse:
        return _answer(status, code, str(error))


def _unexpected(error: Exception) -> JSONResponse:
    incident = secrets.token_hex(4)
    log.error("unexpected incident=%s kind=%s", incident, type(error).__name__)
    return _answer(500, "internal", f"系统出错了，请稍候再试（编号 {incident}）。")


def _answer(status: int, code: str, message: str) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)
