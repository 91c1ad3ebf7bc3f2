"""WeChat's API on this machine: tokens, customer messages with their quotas, media, menu; and the
faults that a test asks for.
"""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

OK = {"errcode": 0, "errmsg": "ok"}


@dataclass
class FakeWeChat:
    """State of the platform; `faults` are answered before anything else, one a call."""

    appid: str = "wx0123456789abcdef"
    secret: str = "the-secret-of-the-account"
    tokens_asked: list[bool] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Any] = field(default_factory=list)
    always: Any = None
    media: dict[str, bytes] = field(default_factory=dict)
    quota: dict[str, int] = field(default_factory=lambda: defaultdict(lambda: 100))
    token_takes: float = 0.0
    media_type: str = "application/octet-stream"

    def texts(self, openid: str | None = None) -> list[str]:
        """What people were sent, as text."""
        mine = [m for m in self.sent if openid in (None, m["touser"])]
        return [
            m["text"]["content"] if m["msgtype"] == "text" else m["msgmenu"]["head_content"]
            for m in mine
            if m["msgtype"] in {"text", "msgmenu"}
        ]

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/cgi-bin/stable_token")
        async def stable_token(request: Request) -> Response:
            body = await request.json()
            await asyncio.sleep(self.token_takes)
            self.tokens_asked.append(bool(body.get("force_refresh")))
            if (body["appid"], body["secret"]) != (self.appid, self.secret):
                return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
            if body.get("force_refresh") or not self.valid:
                self.valid = {f"TOKEN-{len(self.tokens_asked)}-{time.monotonic_ns()}"}
            return JSONResponse({"access_token": next(iter(self.valid)), "expires_in": 7200})

        @app.post("/cgi-bin/message/custom/send")
        async def send(request: Request) -> Response:
            body = await request.json()
            trouble = self._trouble(request, "send", body)
            if trouble is not None:
                return trouble
            if self.quota[body["touser"]] <= 0:
                return JSONResponse({"errcode": 45047, "errmsg": "out of response count limit"})
            self.quota[body["touser"]] -= 1
            self.sent.append(body)
            return JSONResponse(OK)

        @app.post("/cgi-bin/message/custom/typing")
        async def typing(request: Request) -> Response:
            body = await request.json()
            return self._trouble(request, "typing", body) or JSONResponse(OK)

        @app.post("/cgi-bin/message/template/send")
        async def template(request: Request) -> Response:
            body = await request.json()
            return self._trouble(request, "template", body) or JSONResponse({**OK, "msgid": 77})

        @app.post("/cgi-bin/message/subscribe/bizsend")
        async def subscription(request: Request) -> Response:
            body = await request.json()
            return self._trouble(request, "subscription", body) or JSONResponse(OK)

        @app.post("/cgi-bin/menu/create")
        async def menu(request: Request) -> Response:
            body = await request.json()
            return self._trouble(request, "menu", body) or JSONResponse(OK)

        @app.post("/cgi-bin/media/upload")
        async def upload(request: Request) -> Response:
            form = await request.form()
            data = await form["media"].read()  # type: ignore[union-attr]
            trouble = self._trouble(request, "upload", len(data))
            return trouble or JSONResponse({"media_id": "uploaded", "size": len(data)})

        @app.get("/cgi-bin/media/get")
        async def media_get(request: Request) -> Response:
            trouble = self._trouble(request, "media", request.query_params.get("media_id"))
            if trouble is not None:
                return trouble
            found = self.media.get(request.query_params.get("media_id", ""))
            if found is None:
                return JSONResponse({"errcode": 40007, "errmsg": "invalid media_id"})
            return Response(found, media_type=self.media_type)

        return app

    def _trouble(self, request: Request, kind: str, body: Any) -> Response | None:
        self.calls.append((kind, body))
        fault = self.faults.pop(0) if self.faults else self.always
        if fault is not None:
            return _as_response(fault)
        if request.query_params.get("access_token") not in self.valid:
            return JSONResponse({"errcode": 40001, "errmsg": "invalid credential"})
        return None


def _as_response(fault: Any) -> Response:
    if isinstance(fault, int) and fault < 1000 and fault > 0:
        return HTMLResponse("<html>bad gateway</html>", status_code=fault)
    if fault == "html":
        return HTMLResponse("<html>hello</html>")
    if fault == "reset":
        return _Reset()
    return JSONResponse({"errcode": fault, "errmsg": "as asked for"})


class _Reset(Response):
    """Ends the connection without an answer."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raise ConnectionResetError
