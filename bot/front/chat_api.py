"""The web chat over HTTP (contract, section 5): sessions, messages, events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import inbox, transcript
from bot.front import said
from bot.front.calls import Desk, address, authorise, number, read_json

MAX_WAIT = 30.0
HEARTBEAT = 15.0


def router(desk: Desk) -> APIRouter:
    """The calls that carry the talk."""
    api = APIRouter(prefix="/chat")

    @api.post("/sessions", status_code=201)
    async def open_session(request: Request) -> JSONResponse:
        desk.limits.check(address(request))
        await read_json(request, empty_ok=True)
        return JSONResponse(await run_in_threadpool(_open, desk), status_code=201)

    @api.delete("/sessions", status_code=204)
    async def end_session(request: Request) -> Response:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        await run_in_threadpool(_end, desk, conversation_id)
        return Response(status_code=204)

    @api.post("/messages", status_code=202)
    async def send(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        desk.limits.check(address(request), conversation_id)
        body = await read_json(request)
        seq = await run_in_threadpool(said.accept, desk, conversation_id, body)
        desk.bell.ring(conversation_id)
        return JSONResponse({"seq": seq}, status_code=202)

    @api.get("/messages")
    async def fetch(request: Request, after: str = "0", wait: str = "0") -> JSONResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        seconds = min(float(number(wait, "wait")), MAX_WAIT)
        found = await _newer(desk, conversation_id, number(after, "after"), seconds)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    @api.get("/events")
    async def events(request: Request, after: str = "0") -> StreamingResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        last = request.headers.get("last-event-id") or after
        stream = _stream(desk, request, conversation_id, number(last, "after"))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    return api


def _open(desk: Desk) -> dict[str, Any]:
    with desk.factory.begin() as session:
        conversation, token = inbox.open_web_session(session, at=clock.now())
        assert conversation.expires_at is not None
        return {
            "conversation_id": conversation.id,
            "token": token,
            "expires_at": conversation.expires_at.isoformat(),
        }


def _end(desk: Desk, conversation_id: str) -> None:
    with desk.factory.begin() as session:
        inbox.end_web_session(session, conversation_id, at=clock.now())


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
            if found["messages"] or left <= 0 or desk.bell.closed:
                return found
            await desk.bell.wait(conversation_id, event, left)
    finally:
        desk.bell.leave(conversation_id, event)


async def _stream(
    desk: Desk, request: Request, conversation_id: str, after: int
) -> AsyncIterator[str]:
    while not (desk.bell.closed or await request.is_disconnected()):
        found = await _newer(desk, conversation_id, after, HEARTBEAT)
        for message in found["messages"]:
            after = message["seq"]
            yield f"id: {after}\ndata: {json.dumps(message, ensure_ascii=False)}\n\n"
        if not found["messages"]:
            yield ": still here\n\n"
