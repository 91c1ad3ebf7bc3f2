"""The web chat over HTTP (contract, section 5)."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import inbox, transcript
from bot.conversations.inbox import Arrived
from bot.conversations.records import StoredFile
from bot.errors import NotFound
from bot.front import files
from bot.front.bell import Bell
from bot.front.limits import Limits
from bot.front.problems import Problem
from bot.settings import Settings
from bot.text import clean

MAX_CHARS = 2000
MAX_BODY = 64 * 1024
MAX_WAIT = 30.0
HEARTBEAT = 15.0
_FIELDS = {"client_msg_id", "text", "button_id"}


@dataclass
class Desk:
    """What the calls share."""

    settings: Settings
    factory: sessionmaker[Session]
    bell: Bell
    limits: Limits


def router(desk: Desk) -> APIRouter:
    """The five calls of the web chat."""
    api = APIRouter(prefix="/chat")

    @api.post("/sessions", status_code=201)
    async def open_session(request: Request) -> JSONResponse:
        desk.limits.check(_address(request))
        await _json(request, empty_ok=True)

        def work() -> dict[str, Any]:
            with desk.factory.begin() as session:
                conversation, token = inbox.open_web_session(session, at=clock.now())
                assert conversation.expires_at is not None
                return {
                    "conversation_id": conversation.id,
                    "token": token,
                    "expires_at": conversation.expires_at.isoformat(),
                }

        return JSONResponse(await run_in_threadpool(work), status_code=201)

    @api.post("/messages", status_code=202)
    async def send(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(_authorise, desk, request)
        desk.limits.check(_address(request), conversation_id)
        body = await _json(request)
        seq = await run_in_threadpool(_accept, desk, conversation_id, body)
        desk.bell.ring(conversation_id)
        return JSONResponse({"seq": seq}, status_code=202)

    @api.get("/messages")
    async def fetch(request: Request, after: str = "0", wait: str = "0") -> JSONResponse:
        conversation_id = await run_in_threadpool(_authorise, desk, request)
        seconds = min(float(_number(wait, "wait")), MAX_WAIT)
        return JSONResponse(await _newer(desk, conversation_id, _number(after, "after"), seconds))

    @api.get("/events")
    async def events(request: Request, after: str = "0") -> StreamingResponse:
        conversation_id = await run_in_threadpool(_authorise, desk, request)
        last = request.headers.get("last-event-id") or after
        stream = _stream(desk, request, conversation_id, _number(last, "after"))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    @api.post("/files", status_code=201)
    async def upload(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(_authorise, desk, request)
        desk.limits.check(_address(request), conversation_id)
        if int(request.headers.get("content-length") or 0) > files.MAX_BYTES + MAX_BODY:
            raise Problem(413, "file_too_large", "文件太大了，每个不超过 10 MB。")
        return await _upload(desk, request, conversation_id)

    @api.get("/files/{file_id}")
    async def download(request: Request, file_id: str) -> FileResponse:
        conversation_id = await run_in_threadpool(_authorise, desk, request)
        return await run_in_threadpool(_download, desk, conversation_id, file_id)

    return api


def _authorise(desk: Desk, request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not 20 <= len(token) <= 200:
        raise Problem(401, "no_token", "会话无效，请刷新页面重新开始。")
    try:
        with db.reading(desk.factory) as session:
            return inbox.by_token(session, token.strip(), at=clock.now()).id
    except NotFound as error:
        raise Problem(401, "bad_token", str(error)) from None


async def _json(request: Request, *, empty_ok: bool = False) -> dict[str, Any]:
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


def _accept(desk: Desk, conversation_id: str, body: dict[str, Any]) -> int:
    unknown = set(body) - _FIELDS
    if unknown:
        raise Problem(400, "unknown_field", "请求里有不认识的内容。")
    client_id = body.get("client_msg_id")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= 100:
        raise Problem(400, "bad_client_msg_id", "请求的格式不对：缺少消息编号。")
    if ("text" in body) == ("button_id" in body):
        raise Problem(400, "text_or_button", "请发送文字，或者点一个按钮。")
    with desk.factory.begin() as session:
        text, payload = _content(session, conversation_id, body)
        external_id = f"{conversation_id}:{clean(client_id)}"
        arrived = Arrived("web", external_id, text, payload)
        return inbox.accept(session, conversation_id, arrived, at=clock.now())


def _content(
    session: Session, conversation_id: str, body: dict[str, Any]
) -> tuple[str, str | None]:
    if "button_id" in body:
        if not isinstance(body["button_id"], str):
            raise Problem(400, "bad_button", "这个按钮已经失效，请直接打字告诉我。")
        try:
            button = inbox.press(session, conversation_id, body["button_id"][:64])
        except NotFound as error:
            raise Problem(404, "bad_button", str(error)) from None
        return button.title, button.payload
    text = body["text"]
    if not isinstance(text, str):
        raise Problem(400, "bad_text", "消息应当是文字。")
    if len(text) > MAX_CHARS:
        message = f"一条消息最多 {MAX_CHARS} 字，长的材料请分几条发，或作为文件上传。"
        raise Problem(413, "text_too_long", message)
    cleaned = clean(text).strip()
    if not cleaned:
        raise Problem(400, "empty_text", "消息是空的，请写点什么再发。")
    return cleaned, None


def _number(text: str, name: str) -> int:
    try:
        value = int(float(text))
    except (ValueError, OverflowError):
        raise Problem(400, f"bad_{name}", "请求的格式不对。") from None
    if not 0 <= value < 2**31:
        raise Problem(400, f"bad_{name}", "请求的格式不对。")
    return value


def _look(desk: Desk, conversation_id: str, after: int) -> dict[str, Any]:
    with db.reading(desk.factory) as session:
        return {
            "messages": transcript.after(session, conversation_id, after),
            "typing": transcript.unanswered(session, conversation_id),
        }


async def _newer(desk: Desk, conversation_id: str, after: int, seconds: float) -> dict[str, Any]:
    event = desk.bell.listen(conversation_id)
    deadline = asyncio.get_running_loop().time() + seconds
    try:
        while True:
            found = await run_in_threadpool(_look, desk, conversation_id, after)
            left = deadline - asyncio.get_running_loop().time()
            if found["messages"] or left <= 0:
                return found
            await desk.bell.wait(conversation_id, event, left)
    finally:
        desk.bell.leave(conversation_id, event)


async def _stream(
    desk: Desk, request: Request, conversation_id: str, after: int
) -> AsyncIterator[str]:
    while not await request.is_disconnected():
        found = await _newer(desk, conversation_id, after, HEARTBEAT)
        for message in found["messages"]:
            after = message["seq"]
            yield f"id: {after}\ndata: {json.dumps(message, ensure_ascii=False)}\n\n"
        if not found["messages"]:
            yield ": still here\n\n"


async def _upload(desk: Desk, request: Request, conversation_id: str) -> JSONResponse:
    try:
        form = await request.form(max_files=1, max_fields=4)
    except Exception:
        raise Problem(400, "bad_form", "上传的格式不对，请重新选择文件。") from None
    upload = next((value for value in form.values() if not isinstance(value, str)), None)
    if upload is None:
        raise Problem(400, "no_file", "没有收到文件，请重新选择。")
    with desk.factory.begin() as session:
        kept = await files.store(
            session, upload, conversation_id, desk.settings.files_dir, clock.now()
        )
    return JSONResponse(kept, status_code=201)


def _download(desk: Desk, conversation_id: str, file_id: str) -> FileResponse:
    with db.reading(desk.factory) as session:
        file = session.get(StoredFile, file_id[:64])
    if file is None or file.conversation_id != conversation_id:
        raise Problem(404, "no_file", "没有找到这个文件。")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    place = files.path_of(desk.settings.files_dir, file.sha256)
    return FileResponse(place, media_type=file.media_type, headers=headers)


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"
