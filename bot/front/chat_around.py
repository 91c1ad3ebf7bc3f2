"""Around the talk: how it stands, what people think of it, and a copy to take away."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.actions.intake.fields import TITLES
from bot.actions.intake.overview import overview
from bot.conversations import feedback, pulse, transcript
from bot.conversations.records import Conversation, Draft
from bot.front.calls import Desk, address, authorise, read_json
from bot.front.problems import Problem
from bot.text import clean


def router(desk: Desk) -> APIRouter:
    """State, stars, transcript."""
    api = APIRouter(prefix="/chat")

    @api.get("/state")
    async def state(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        found = await run_in_threadpool(_state, desk, conversation_id)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    @api.post("/ratings", status_code=201)
    async def rate(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        desk.limits.check(address(request), conversation_id)
        body = await read_json(request)
        await run_in_threadpool(_rate, desk, conversation_id, body)
        return JSONResponse({"stars": body["stars"]}, status_code=201)

    @api.get("/transcript")
    async def copy(request: Request) -> Response:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        text = await run_in_threadpool(_copy, desk, conversation_id)
        headers = {
            "Content-Disposition": "attachment; filename=12330-transcript.txt",
            "Cache-Control": "private, no-store",
        }
        # With a byte order mark: Windows' editor would guess another encoding.
        body = text.encode("utf-8-sig")
        return Response(body, media_type="text/plain; charset=utf-8", headers=headers)

    return api


def _state(desk: Desk, conversation_id: str) -> dict[str, Any]:
    with db.reading(desk.factory) as session:
        conversation = session.get_one(Conversation, conversation_id)
        kept = session.get(Draft, conversation_id)
        return {
            "answering": pulse.any_alive(session),
            "owner": conversation.owner,
            "draft": overview(conversation.snapshot),
            "kept": TITLES.get(kept.form) if kept else None,
            "stars": feedback.stars_of(session, conversation_id),
        }


def _rate(desk: Desk, conversation_id: str, body: dict[str, Any]) -> None:
    stars, about, word = body.get("stars"), body.get("about"), body.get("word", "")
    if not isinstance(stars, int) or isinstance(stars, bool):
        raise Problem(400, "bad_stars", "请选 1 到 5 颗星。")
    if about is not None and (not isinstance(about, int) or isinstance(about, bool)):
        raise Problem(400, "bad_about", "请求的格式不对。")
    if not isinstance(word, str):
        raise Problem(400, "bad_word", "意见应当是文字。")
    with desk.factory.begin() as session:
        said = clean(word).strip()
        feedback.rate(session, conversation_id, stars, word=said, about=about, at=clock.now())


def _copy(desk: Desk, conversation_id: str) -> str:
    with db.reading(desk.factory) as session:
        return transcript.as_text(session, conversation_id, at=clock.now())
