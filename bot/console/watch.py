"""One look a moment at what is new, for all open pages of this process."""

import asyncio
import logging
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import db
from bot.conversations import queries
from bot.conversations.queries import Pulse

log = logging.getLogger("hotline.console")
LOOK_EVERY = 0.5


class Watch:
    """Rings for everybody who listens whenever something has changed; looks only while any do."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        self._factory = factory
        self._listeners: set[asyncio.Event] = set()
        self._task: asyncio.Task[None] | None = None

    def listen(self) -> asyncio.Event:
        """Start listening."""
        event = asyncio.Event()
        self._listeners.add(event)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look())
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Stop listening."""
        self._listeners.discard(event)

    async def _look(self) -> None:
        last: Pulse | None = None
        while self._listeners:
            try:
                now: Pulse | None = await run_in_threadpool(self._pulse)
            except SQLAlchemyError as error:
                log.error("cannot look for news kind=%s", type(error).__name__)
                now = last
            if last is not None and now != last:
                for event in self._listeners:
                    event.set()
            last = now
            await asyncio.sleep(LOOK_EVERY)

    def _pulse(self) -> Pulse:
        with db.reading(self._factory) as session:
            return queries.pulse(session)


async def rung(event: asyncio.Event, seconds: float) -> bool:
    """Wait for a ring, at most so long; whether there was one."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    was = event.is_set()
    event.clear()
    return was
