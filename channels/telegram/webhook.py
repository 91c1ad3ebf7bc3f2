"""`POST /telegram`: an update with the secret header, taken in and acknowledged at once."""

import hmac
import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from bot.centers.seats import Seats
from bot.channel_settings import Telegram
from bot.conversations.letters import Taken
from channels.base import Post
from channels.telegram.incoming import Tap, read

log = logging.getLogger("hotline.telegram")
MAX_BODY = 256 * 1024
HEADER = "X-Telegram-Bot-Api-Secret-Token"
_REMEMBERED = 2000
# Tells the platform that a tap was heard; the second argument: whether its button still holds.
Tapped = Callable[[Tap, bool], None]
Heard = Callable[[Taken, int], None]


class Webhook:
    """Takes updates in, from the webhook or from polling."""

    def __init__(
        self, settings: Telegram, seats: Seats, post: Post, tapped: Tapped, heard: Heard
    ) -> None:
        self._settings, self._seats, self._post = settings, seats, post
        self._tapped, self._heard = tapped, heard
        self._answered: OrderedDict[str, None] = OrderedDict()

    def router(self) -> APIRouter:
        """The one call of the webhook."""
        api = APIRouter()

        @api.post("/telegram", include_in_schema=False)
        async def receive(request: Request) -> Response:
            given = request.headers.get(HEADER, "")
            secret = self._settings.secret
            if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
                return PlainTextResponse("", status_code=403)
            body = await _body(request)
            if body is None:
                return PlainTextResponse("", status_code=413)
            try:
                update = json.loads(body)
            except (ValueError, RecursionError):
                return PlainTextResponse("", status_code=400)
            await self.take_in(update)
            return PlainTextResponse("")

        return api

    async def take_in(self, update: Any) -> None:
        """Take one update in; what cannot be read is acknowledged, or it would come for ever.

        Raises:
            Unreachable: it could not be stored: the platform has to send it again.
        """
        try:
            incoming = read(update, self._seats)
        except Exception as error:
            log.error("an update could not be read kind=%s", type(error).__name__)
            return
        if incoming is None:
            return
        taken = await self._post.take_in(incoming.letter)
        if incoming.tap is not None and self._first(incoming.tap.query_id):
            self._tapped(incoming.tap, taken.seq > 0)
        elif incoming.tap is None and taken.new and taken.seq:
            self._heard(taken, int(incoming.letter.address))

    def _first(self, query_id: str) -> bool:
        """Every tap is answered exactly once, however often its update comes."""
        if query_id in self._answered:
            return False
        self._answered[query_id] = None
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        return True


async def _body(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return body
