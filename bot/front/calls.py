"""What every call of the web chat shares: who calls, from where, with which body."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.conversations import inbox
from bot.errors import NotFound
from bot.front.bell import Bell
from bot.front.limits import Limits
from bot.front.problems import Problem
from bot.settings import Settings

MAX_BODY = 64 * 1024


@dataclass
class Desk:
    """What the calls share."""

    settings: Settings
    factory: sessionmaker[Session]
    bell: Bell
    limits: Limits


def authorise(desk: Desk, request: Request) -> str:
    """The conversation that the caller's token opens.

    Raises:
        Problem: 401, no token, an unknown or an expired one.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 20 <= len(token) <= 200:
        raise Problem(401, "no_token", "会话无效，请刷新页面重新开始。")
    try:
        with db.reading(desk.factory) as session:
            return inbox.by_token(session, token.strip(), at=clock.now()).id
    except NotFound as error:
        raise Problem(401, "bad_token", str(error)) from None


async def read_json(request: Request, *, empty_ok: bool = False) -> dict[str, Any]:
    """The body as an object, read no further than 64 KB.

    Raises:
        Problem: 413 too large, 400 not a JSON object.
    """
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > MAX_BODY:
            raise Problem(413, "too_large", "内容太长了，长的材料请作为文件上传。")
    if not raw.strip() and empty_ok:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem(400, "bad_json", "请求的格式不对。") from None
    if not isinstance(body, dict):
        raise Problem(400, "bad_json", "请求的格式不对。")
    return body


def number(text: str, name: str) -> int:
    """A number of the query.

    Raises:
        Problem: 400, not a number from 0 to 2**31.
    """
    try:
        value = int(float(text))
    except (ValueError, OverflowError):
        raise Problem(400, f"bad_{name}", "请求的格式不对。") from None
    if not 0 <= value < 2**31:
        raise Problem(400, f"bad_{name}", "请求的格式不对。")
    return value


def address(request: Request) -> str:
    """Where the call comes from, for the limits."""
    return request.client.host if request.client else "?"
