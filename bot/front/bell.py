"""Wakes those who wait for a conversation: one watcher on the outbox, many waiting pages."""

import asyncio
import logging
from collections import defaultdict
from contextlib import suppress

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import db
from bot.conversations import outbox
from bot.conversations.records import Outbound

log = logging.getLogger("hotline.front")
LOOK_EVERY = 0.05


class Bell:
    """Rings for a conversation when it has something new."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)

    def ring(self, conversation_id: str) -> None:
        """Wake everybody who waits for this conversation."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    async def wait(self, conversation_id: str, event: asyncio.Event, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        event.clear()

    def listen(self, conversation_id: str) -> asyncio.Event:
        """Start waiting; a ring between two looks is not missed."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        return event

    def leave(self, conversation_id: str, event: asyncio.Event) -> None:
        """Stop waiting."""
        self._waiting[conversation_id].discard(event)
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id]


async def deliver_web(factory: sessionmaker[Session], bell: Bell) -> None:
    """Ring for every new reply of the web channel, and mark it delivered: pages fetch it."""
    while True:
        try:
            delivered = await run_in_threadpool(_take_new, factory)
            for conversation_id in delivered:
                bell.ring(conversation_id)
        except SQLAlchemyError as error:
            log.error("outbox cannot be read kind=%s", type(error).__name__)
            await asyncio.sleep(1)
        await asyncio.sleep(LOOK_EVERY)


def _take_new(factory: sessionmaker[Session]) -> list[str]:
    with db.reading(factory) as session:
        waiting = [item for item in outbox.waiting(session) if item.channel == "web"]
    if not waiting:
        return []
    with factory.begin() as session:
        ids = [item.id for item in waiting]
        session.execute(update(Outbound).where(Outbound.id.in_(ids)).values(status="done"))
    return list(dict.fromkeys(item.conversation_id for item in waiting))
