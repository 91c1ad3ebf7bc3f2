"""`/wechat`: the platform's calls, verified, opened, taken in, answered in time."""

import logging
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from bot import clock
from bot.channel_settings import WeChat
from bot.conversations.letters import Letter
from channels.base import Post
from channels.wechat import signature
from channels.wechat.envelope import MAX_BODY, Opened, Refused, open_, seal
from channels.wechat.holding import ACKNOWLEDGED, ASKS_FOR_MORE, Answer, Gone, Holder
from channels.wechat.incoming import NotAMessage, Reader
from channels.wechat.signature import Call

log = logging.getLogger("hotline.wechat")


class Webhook:
    """The two calls of the webhook."""

    def __init__(self, settings: WeChat, post: Post, holder: Holder, reader: Reader) -> None:
        self._settings, self._post, self._holder, self._reader = settings, post, holder, reader

    def router(self) -> APIRouter:
        """GET proves that the address is ours, POST brings a message."""
        api = APIRouter()

        @api.get("/wechat", include_in_schema=False)
        async def verify(request: Request) -> Response:
            call = signature.call_of(request.query_params)
            if call is None:
                return _refusal(400)
            if not self._genuine(call):
                return _refusal(403)
            # Plain text that no browser takes for a page: the caller chose these words.
            headers = {"X-Content-Type-Options": "nosniff"}
            return PlainTextResponse(request.query_params.get("echostr", ""), headers=headers)

        @api.post("/wechat", include_in_schema=False)
        async def receive(request: Request) -> Response:
            body = await _body(request)
            if body is None:
                return _refusal(413)
            call = signature.call_of(request.query_params)
            if call is None or not self._genuine(call):
                return _refusal(403)
            try:
                return await self._receive(body, call, request.is_disconnected)
            except Refused as refused:
                log.warning("call refused status=%s why=%s", refused.status, refused)
                return _refusal(refused.status)

        return api

    def _genuine(self, call: Call) -> bool:
        settings = self._settings
        return signature.is_genuine(
            call, settings.token, at=clock.now(), freshness=settings.freshness
        )

    async def _receive(self, body: bytes, call: Call, gone: Gone) -> Response:
        opened = open_(body, call, self._settings)
        try:
            found = self._reader.read(opened.fields)
        except NotAMessage:
            raise Refused("not a message", 400) from None
        if self._settings.account and found.account != self._settings.account:
            raise Refused("for another account", 403)
        answer = ACKNOWLEDGED
        if found.letter is not None:
            answer = await self._take_in(found.letter, call, opened, gone)
        if not answer.sealed:
            return PlainTextResponse(answer.body)
        kind = "application/json" if opened.as_json else "application/xml"
        return Response(seal(answer.body, opened, call, self._settings), media_type=kind)

    async def _take_in(self, letter: Letter, call: Call, opened: Opened, gone: Gone) -> Answer:
        passive = self._holder.passive_only()
        # An encrypted body is covered by its own signature: only a plain one can be exchanged.
        digest = None if opened.key else call.digest
        letter = replace(letter, call=digest, hold=self._holder.seconds, patient=passive)
        if passive and letter.text in ASKS_FOR_MORE:
            asked = await self._post.take_in(replace(letter, event="results", text="", hold=0.0))
            owed = await self._holder.results(asked, opened) if asked.new else ACKNOWLEDGED
            if owed is not None:
                return owed
            letter = replace(letter, external_id=f"{letter.external_id}:said", call=None)
        taken = await self._post.take_in(letter)
        if taken.replayed or taken.seq == 0:
            return ACKNOWLEDGED
        return await self._holder.answer(taken, opened, gone)


async def _body(request: Request) -> bytes | None:
    """The body, or `None` when it is too large; not read further than that."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return body


def _refusal(status: int) -> Response:
    return PlainTextResponse("", status_code=status)
