"""Telegram's bot API on this machine, with the faults that a test asks for."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@dataclass
class FakeTelegram:
    """What bots called; `faults` are answered to sendings first, one a call."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Any] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    down: bool = False

    def called(self, method: str) -> list[dict[str, Any]]:
        return [body for name, body in self.calls if name == method]

    def texts(self) -> list[str]:
        return [message["text"] for message in self.sent]

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/file/bot{token}/{name}")
        async def download(token: str, name: str) -> Response:
            found = self.files.get(name)
            return Response(found) if found is not None else Response(status_code=404)

        @app.post("/bot{token}/{method}")
        async def call(token: str, method: str, request: Request) -> Response:
            form = await request.form()
            body = {key: str(value) for key, value in form.items()}
            self.calls.append((method, body))
            if self.down or token != TOKEN:
                return HTMLResponse("<html>bad gateway</html>", status_code=502)
            if method == "sendMessage" and self.faults[:1] == ["silence"]:
                self.faults.pop(0)
                await asyncio.sleep(3)
            return self._answer(method, body)

        return app

    def _answer(self, method: str, body: dict[str, Any]) -> Response:
        if method == "sendMessage":
            fault = self.faults.pop(0) if self.faults else None
            if fault is not None:
                return _as_response(fault)
            assert len(body["text"].encode("utf-16-le")) // 2 <= 4096
            self.sent.append(body)
            chat = {"id": int(body["chat_id"]), "type": "private"}
            result = {"message_id": len(self.sent), "date": 1, "chat": chat, "text": body["text"]}
            return JSONResponse({"ok": True, "result": result})
        if method == "getFile":
            return self._file(body["file_id"])
        if method == "getUpdates":
            offset = int(body.get("offset", 0))
            newer = [u for u in self.updates if u["update_id"] >= offset]
            return JSONResponse({"ok": True, "result": newer})
        if method == "editMessageReplyMarkup":
            return JSONResponse({"ok": True, "result": True})
        return JSONResponse({"ok": True, "result": True})

    def _file(self, file_id: str) -> Response:
        if file_id not in self.files:
            return _as_response((400, "Bad Request: invalid file_id"))
        result = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(self.files[file_id]),
            "file_path": file_id,
        }
        return JSONResponse({"ok": True, "result": result})


def _as_response(fault: Any) -> Response:
    if fault == 502:
        return HTMLResponse("<html>bad gateway</html>", status_code=502)
    status, description = fault[0], fault[1]
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if len(fault) > 2:
        body["parameters"] = {"retry_after": fault[2]}
    return Response(json.dumps(body), status_code=status, media_type="application/json")
