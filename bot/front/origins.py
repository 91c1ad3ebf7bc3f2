"""Which other sites' pages may call the web chat: those of HOTLINE_WEB_ORIGINS, and our own.

Refused on the server, not only by leaving out headers that a browser would look for. No cookie is
ever used, so no credentials are allowed either.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.front import problems

_PREFIX = "/chat"
_PORTS = {"http": 80, "https": 443}
_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


def normal(origin: str) -> str:
    """An origin as it is compared: lower case, no default port, no slash at the end."""
    parts = urlsplit(origin.strip().lower())
    try:
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not parts.hostname:
        return ""
    shown = "" if port in {None, _PORTS[parts.scheme]} else f":{port}"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{shown}"


class OriginGate:
    """Stands before the web chat; other paths pass."""

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self._app = app
        self._allowed = frozenset(filter(None, map(normal, allowed)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        own = self._is_own(origin, scope)
        if not own and normal(origin) not in self._allowed:
            message = "这个网站没有登记，不能使用在线咨询。请拨打 12330 或 12345。"
            refusal = problems.answer(403, "origin_not_allowed", message, {"Vary": "Origin"})
            await refusal(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            headers = {**_ALLOWED, "Access-Control-Allow-Origin": origin, "Vary": "Origin"}
            await Response(status_code=204, headers=headers)(scope, receive, send)
        else:
            await self._app(scope, receive, send if own else _naming(origin, send))

    def _is_own(self, origin: str, scope: Scope) -> bool:
        # Behind a proxy with TLS the scheme is not known: host and port decide.
        host = Headers(scope=scope).get("host", "").lower()
        ours = {normal(f"{scheme}://{host}") for scheme in _PORTS}
        return bool(host) and normal(origin) in ours


def _naming(origin: str, send: Send) -> Send:
    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "Retry-After, Content-Disposition"
            headers.append("Vary", "Origin")
        await send(message)

    return named


__all__ = ["OriginGate", "normal"]
