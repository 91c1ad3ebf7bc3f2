"""Files that people send: fetched at once, since the platform keeps them three days; streamed and
capped, never from an address that a message names.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.channel_settings import WeChat
from bot.conversations.letters import Media
from bot.errors import Unreachable
from channels.base import MediaRefused
from channels.wechat.api import BAD_TOKEN, Api, Rejected

# Where the platform itself keeps videos.
_HOSTS = (".qpic.cn", ".weixin.qq.com", ".wechat.com")
_BEGINS = 64 * 1024
_GONE = frozenset({40007, 40004, 41006, 45157})


async def download(api: Api, media: Media, into: Path, limit: int, settings: WeChat) -> None:
    """Write a file to `into`, at most `limit` bytes.

    Raises:
        MediaRefused: `gone`, `too_large` or `unreachable`.
    """
    try:
        await _with_token(api, media, into, limit, settings)
    except (httpx.HTTPError, Unreachable):
        raise MediaRefused("unreachable") from None
    except Rejected as error:
        raise MediaRefused("gone" if error.code in _GONE else "unreachable") from None


async def _with_token(api: Api, media: Media, into: Path, limit: int, settings: WeChat) -> None:
    token = await api.tokens.current()
    for last in (False, True):
        params = {"access_token": token, "media_id": media.reference}
        try:
            elsewhere = await _save(api, api.media_url(), params, into, limit)
        except Rejected as error:
            if last or error.code not in BAD_TOKEN:
                raise
            token = await api.tokens.renew(token)
            continue
        if elsewhere:
            await _save_video(api, elsewhere, into, limit, settings)
        return


async def _save_video(api: Api, url: str, into: Path, limit: int, settings: WeChat) -> None:
    """A video lies elsewhere: only at the platform's own addresses."""
    place = urlsplit(url)
    ours = urlsplit(settings.api_base)
    known = place.scheme == "https" and (place.hostname or "").endswith(_HOSTS)
    if not known and (place.scheme, place.netloc) != (ours.scheme, ours.netloc):
        raise MediaRefused("unreachable")
    if await _save(api, url, None, into, limit):
        raise MediaRefused("unreachable")


async def _save(
    api: Api, url: str, params: dict[str, str] | None, into: Path, limit: int
) -> str | None:
    """Stream to a file; the other address where the answer names one instead.

    Raises:
        Rejected: the answer is an error, which comes with status 200.
        MediaRefused: it is too large.
    """
    async with api.stream(url, params) as response:
        if response.status_code != 200:
            raise Unreachable("WeChat", f"status {response.status_code}")
        size, start = 0, b""
        with into.open("wb") as file:
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > limit:
                    raise MediaRefused("too_large")
                start += chunk[: max(0, _BEGINS - len(start))]
                file.write(chunk)
    return _elsewhere(start) if size <= _BEGINS and start[:1] == b"{" else None


def _elsewhere(start: bytes) -> str | None:
    try:
        answer = json.loads(start)
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return None
    if answer.get("errcode"):
        raise Rejected(int(answer["errcode"]))
    url = answer.get("video_url")
    return url if isinstance(url, str) else None
