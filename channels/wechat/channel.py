"""The WeChat official account as a channel; see `channels.base.Channel`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import db
from bot.channel_settings import WeChat
from bot.conversations.channel_records import Contact
from bot.conversations.letters import Media
from bot.conversations.parcel import Outcome, Parcel
from bot.errors import Unreachable
from channels.base import Post
from channels.wechat import media as media_of
from channels.wechat.api import Api, Rejected
from channels.wechat.holding import Holder
from channels.wechat.incoming import Reader
from channels.wechat.sending import Sender
from channels.wechat.webhook import Webhook


class WeChatChannel:
    """One official account."""

    name = "wechat"

    def __init__(
        self, settings: WeChat, factory: sessionmaker[Session], post: Post, reader: Reader
    ) -> None:
        self._settings, self._factory = settings, factory
        self.api = Api(settings, factory)
        self._sender = Sender(settings, self.api)
        holder = Holder(settings, factory, post, self.passive_only, self._typing)
        self._webhook = Webhook(settings, post, holder, reader)
        self._background: set[asyncio.Task[None]] = set()

    def router(self) -> APIRouter:
        """`GET` and `POST /wechat`."""
        return self._webhook.router()

    def passive_only(self) -> bool:
        """Whether this account may not send messages of itself."""
        return self._settings.passive_only or (
            self._settings.reply_mode == "auto" and self._sender.not_permitted
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Connections are closed at the end."""
        yield
        for task in self._background:
            task.cancel()
        await self.api.close()

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel; where only passive answers are possible it is parked for the next."""
        if self.passive_only():
            return Outcome(rest="parked", reason="passive")
        return await self._sender.send(parcel)

    async def fetch(self, media: Media, into: Path, limit: int) -> None:
        """Download a file the person sent.

        Raises:
            MediaRefused: it is gone, too large or cannot be had.
        """
        await media_of.download(self.api, media, into, limit, self._settings)

    async def _typing(self, conversation_id: str) -> None:
        """Show that an answer is being written; nobody waits for it and its errors do not count."""
        task = asyncio.create_task(self._show_typing(conversation_id))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _show_typing(self, conversation_id: str) -> None:
        def look() -> str:
            with db.reading(self._factory) as session:
                return session.get_one(Contact, conversation_id).address

        openid = await run_in_threadpool(look)
        try:
            await self.api.post("message/custom/typing", {"touser": openid, "command": "Typing"})
        except (Rejected, Unreachable):
            return
