"""Counts and times every call, by the first part of its path only. Plain ASGI."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.front.metrics import Figures

ROOMS = frozenset(
    "chat console api wechat telegram papers metrics healthz readyz demo widget.js".split()
)
# Calls that hang on until something happens: their time says nothing.
LONG = ("/chat/events", "/console/live")


class Counting:
    """Tells `figures` of every call."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app, self._figures = app, figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), "aborted"

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        room = scope["path"].split("/")[1]
        room = room if room in ROOMS else "other"
        try:
            await self.app(scope, receive, counted)
        finally:
            self._figures.calls.labels(room, status).inc()
            waits = scope["path"].startswith(LONG) or b"wait=" in scope.get("query_string", b"")
            if not waits:
                self._figures.seconds.labels(room).observe(time.perf_counter() - began)
