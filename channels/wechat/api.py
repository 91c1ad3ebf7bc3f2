"""Calls of WeChat's API: with the token, within a time, tried again where that helps.

Addresses carry the token, so nothing of a call is ever logged but its error's number.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy.orm import Session, sessionmaker

from bot.channel_settings import WeChat
from bot.errors import Unreachable
from bot.logs import quiet_clients
from channels.wechat.tokens import Tokens

log = logging.getLogger("hotline.wechat")
TRIES = 3
PAUSE = 0.3
BAD_TOKEN = frozenset({40001, 40014, 42001})
BUSY = -1
_MAX_ANSWER = 256 * 1024


class Rejected(Exception):
    """The platform said no; `code` is its errcode."""

    def __init__(self, code: int) -> None:
        super().__init__(f"errcode {code}")
        self.code = code


class Api:
    """The API of one account."""

    def __init__(
        self,
        settings: WeChat,
        factory: sessionmaker[Session],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._settings = settings
        quiet_clients()
        self.tokens = Tokens(factory, f"wechat:{settings.appid}", self._ask_for_token)
        timeout = httpx.Timeout(settings.api_timeout, connect=min(3.0, settings.api_timeout))
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Call `/cgi-bin/<path>` and give its answer.

        Raises:
            Rejected: the platform said no.
            Unreachable: it gave no sensible answer, also when asked again.
        """

        async def send(token: str) -> dict[str, Any]:
            return self._checked(
                await self._http.post(self._url(path), params={"access_token": token}, json=body)
            )

        return await self._with_token(send)

    async def upload(self, path: str, name: str, data: bytes, kind: str) -> dict[str, Any]:
        """Send a file; a second try sends it whole again.

        Raises:
            Rejected, Unreachable: as `post`.
        """

        async def send(token: str) -> dict[str, Any]:
            params = {"access_token": token, "type": kind}
            files = {"media": (name, data)}
            return self._checked(await self._http.post(self._url(path), params=params, files=files))

        return await self._with_token(send)

    @asynccontextmanager
    async def stream(
        self, url: str, params: Mapping[str, str] | None = None
    ) -> AsyncIterator[httpx.Response]:
        """Open a download; redirects are not followed."""
        async with self._http.stream("GET", url, params=params) as response:
            yield response

    def media_url(self) -> str:
        """Where files of the public are fetched."""
        return self._url("media/get")

    async def _with_token(self, send: Any) -> dict[str, Any]:
        token = await self.tokens.current()
        try:
            return await self._persistently(send, token)
        except Rejected as error:
            if error.code not in BAD_TOKEN:
                raise
        fresh = await self.tokens.renew(token)
        return await self._persistently(send, fresh)

    async def _persistently(self, send: Any, token: str) -> dict[str, Any]:
        """Try again where nothing was said, or the platform was busy."""
        for attempt in range(1, TRIES + 1):
            try:
                answer: dict[str, Any] = await send(token)
                return answer
            except Rejected as error:
                if error.code != BUSY or attempt == TRIES:
                    raise
            except (httpx.TransportError, Unreachable) as error:
                # A call that timed out may have arrived: it is tried again only once.
                last = 2 if isinstance(error, httpx.ReadTimeout) else TRIES
                if attempt >= last:
                    raise Unreachable("WeChat", type(error).__name__) from None
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
        raise AssertionError("the last try returns or raises")

    def _checked(self, response: httpx.Response) -> dict[str, Any]:
        if response.status_code != 200 or len(response.content) > _MAX_ANSWER:
            raise Unreachable("WeChat", f"status {response.status_code}")
        try:
            answer = response.json()
        except ValueError:
            raise Unreachable("WeChat", "the answer is not JSON") from None
        if not isinstance(answer, dict):
            raise Unreachable("WeChat", "the answer is not an object")
        code = answer.get("errcode") or 0
        if not isinstance(code, int) or code != 0:
            raise Rejected(code if isinstance(code, int) else BUSY)
        return answer

    async def _ask_for_token(self, force: bool) -> tuple[str, float]:
        body = {
            "grant_type": "client_credential",
            "appid": self._settings.appid,
            "secret": self._settings.secret,
            "force_refresh": force,
        }
        try:
            answer = self._checked(await self._http.post(self._url("stable_token"), json=body))
            return str(answer["access_token"]), float(answer.get("expires_in", 7200))
        except httpx.HTTPError as error:
            raise Unreachable("WeChat", type(error).__name__) from None
        except (KeyError, TypeError, ValueError):
            raise Unreachable("WeChat", "no token in the answer") from None

    def _url(self, path: str) -> str:
        return f"{self._settings.api_base}/cgi-bin/{path}"
