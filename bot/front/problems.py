"""Errors as the web chat answers them: JSON, a code for programs, a Chinese sentence for people."""

import logging
import secrets

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.errors import NotFound, Refused, Unreachable
from bot.outages import is_outage

log = logging.getLogger("hotline.front")
BUSY = "系统繁忙，请稍候再试；急事请拨 12330 或 12345。"


class Problem(Exception):
    """One refused call."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


def answer(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """The error body of the contract."""
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)


def install(app: FastAPI) -> None:
    """Translate every error once, here; nothing of a person's words goes into the log."""

    @app.exception_handler(Problem)
    async def problem(_: Request, error: Problem) -> JSONResponse:
        return answer(error.status, error.code, error.message, error.headers)

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> JSONResponse:
        return answer(400, "refused", str(error))

    @app.exception_handler(NotFound)
    async def not_found(_: Request, error: NotFound) -> JSONResponse:
        return answer(404, "not_found", "没有找到。")

    @app.exception_handler(Unreachable)
    async def unreachable(_: Request, error: Unreachable) -> JSONResponse:
        return answer(503, "busy", BUSY, {"Retry-After": "5"})

    @app.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> JSONResponse:
        if not is_outage(error):
            return unexpected(request, error)
        log.error("database trouble kind=%s", type(error).__name__)
        return answer(503, "busy", BUSY, {"Retry-After": "5"})

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "not_allowed"}.get(error.status_code, "refused")
        return answer(error.status_code, code, "没有这个地址或操作。")

    @app.exception_handler(Exception)
    async def unknown(request: Request, error: Exception) -> JSONResponse:
        return unexpected(request, error)


def unexpected(request: Request, error: Exception) -> JSONResponse:
    """What nobody thought of: an incident number for the person and for the log."""
    incident = secrets.token_hex(4)
    kind = type(error).__name__
    # The first part only: what follows may be the token of a private link.
    room = request.url.path.split("/")[1][:20]
    log.error("unexpected incident=%s kind=%s room=%s", incident, kind, room)
    return answer(500, "internal", f"{BUSY}（编号 {incident}）")
