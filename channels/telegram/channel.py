"""Telegram as a channel; see `channels.base.Channel`. Whatever fails here touches no other one."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.request import HTTPXRequest

from bot import db
from bot.centers.seats import Seats
from bot.channel_settings import Telegram
from bot.conversations import transcript
from bot.conversations.letters import Media, Taken
from bot.conversations.parcel import Outcome, Parcel
from bot.errors import Unreachable
from bot.logs import quiet_clients
from channels.base import MediaRefused, Post
from channels.telegram import sending
from channels.telegram.incoming import Tap
from channels.telegram.webhook import Webhook

log = logging.getLogger("hotline.telegram")
UPDATES = ["message", "callback_query", "my_chat_member"]
STALE = "这个按钮已经失效，请直接打字告诉我。"
TRY_AGAIN = 30.0
# The platform shows a typing mark for five seconds.
TYPING_EVERY, TYPING_FOR = 4.0, 40.0


class TelegramChannel:
    """One bot."""

    name = "telegram"

    def __init__(
        self, settings: Telegram, factory: sessionmaker[Session], post: Post, seats: Seats
    ) -> None:
        quiet_clients()
        self._settings, self._factory, self._post = settings, factory, post
        request = HTTPXRequest(
            connect_timeout=min(5.0, settings.timeout),
            read_timeout=settings.timeout,
            connection_pool_size=8,
        )
        self._bot = Bot(
            settings.token,
            base_url=f"{settings.api_base}/bot",
            base_file_url=f"{settings.api_base}/file/bot",
            request=request,
        )
        self._webhook = Webhook(settings, seats, post, self._tapped, self._heard)
        self._background: set[asyncio.Task[None]] = set()

    def router(self) -> APIRouter:
        """`POST /telegram`."""
        return self._webhook.router()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Registers the webhook, or polls, beside everything else."""
        if self._settings.polling:
            self._beside(self._poll())
        elif self._settings.webhook_url:
            self._beside(self._register())
        yield
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        with suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel."""
        return await sending.send(self._bot, parcel)

    async def fetch(self, media: Media, into: Path, limit: int) -> None:
        """Download a file.

        Raises:
            MediaRefused: `gone`, `too_large` or `unreachable`.
        """
        try:
            file = await self._bot.get_file(media.reference)
            if (file.file_size or 0) > limit:
                raise MediaRefused("too_large")
            await _stream(str(file.file_path), into, limit, self._settings.timeout)
        except BadRequest as error:
            large = "too big" in str(error).lower()
            raise MediaRefused("too_large" if large else "gone") from None
        except (TelegramError, httpx.HTTPError):
            raise MediaRefused("unreachable") from None

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _register(self) -> None:
        """Tell the platform our address, until it has heard."""
        while True:
            try:
                await self._bot.set_webhook(
                    self._settings.webhook_url,
                    secret_token=self._settings.secret,
                    allowed_updates=UPDATES,
                )
                return
            except TelegramError as error:
                log.error("the webhook is not registered yet kind=%s", type(error).__name__)
                await asyncio.sleep(TRY_AGAIN)

    async def _poll(self) -> None:
        """Fetch updates; an update counts as had once it is stored."""
        offset = 0
        while True:
            try:
                for update in await self._bot.get_updates(
                    offset=offset, timeout=20, allowed_updates=UPDATES
                ):
                    await self._webhook.take_in(update.to_dict())
                    offset = update.update_id + 1
            except (TelegramError, Unreachable) as error:
                log.error("no updates kind=%s", type(error).__name__)
                await asyncio.sleep(TRY_AGAIN / 10)

    def _tapped(self, tap: Tap, valid: bool) -> None:
        self._beside(self._acknowledge(tap, valid))

    async def _acknowledge(self, tap: Tap, valid: bool) -> None:
        """End the waiting sign, and take the keyboard away: the choice is made."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(tap.query_id, text=None if valid else STALE)
        if valid:
            with suppress(TelegramError):
                await self._bot.edit_message_reply_markup(
                    tap.chat_id, tap.message_id, reply_markup=None
                )

    def _heard(self, taken: Taken, chat_id: int) -> None:
        if taken.answered_by_bot:
            self._beside(self._show_typing(taken, chat_id))

    async def _show_typing(self, taken: Taken, chat_id: int) -> None:
        """Show that an answer is being written, while it is."""
        async with self._post.listen(taken.conversation_id) as listener:
            await listener.wait(0.7)
            for _ in range(int(TYPING_FOR / TYPING_EVERY)):
                if not await run_in_threadpool(self._owes, taken.conversation_id):
                    return
                with suppress(TelegramError):
                    await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
                await listener.wait(TYPING_EVERY)

    def _owes(self, conversation_id: str) -> bool:
        with db.reading(self._factory) as session:
            return transcript.unanswered(session, conversation_id)


async def _stream(url: str, into: Path, limit: int, timeout: float) -> None:
    """Write an address of the platform to a file, at most `limit` bytes."""
    client = httpx.AsyncClient(timeout=timeout, trust_env=False)
    async with client, client.stream("GET", url) as response:
        if response.status_code != 200:
            raise MediaRefused("gone" if response.status_code == 404 else "unreachable")
        size = 0
        with into.open("wb") as file:
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > limit:
                    raise MediaRefused("too_large")
                file.write(chunk)
