"""The delivery: one watcher on the outbox. Web pages are rung for; platforms are sent to."""

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db, waking
from bot.conversations import parcels
from bot.conversations.parcel import Outcome, Parcel
from bot.conversations.records import Outbound
from bot.front.bell import Bell
from channels.base import Channel

log = logging.getLogger("hotline.front")
# Woken by news; looked at anyway so often, for what is due later.
LOOK_EVERY = 0.25
AT_ONCE = 8
AT_MOST = 2000


class Delivery:
    """Delivers what the outbox holds, through the channels that are switched on."""

    def __init__(
        self, factory: sessionmaker[Session], bell: Bell, channels: Mapping[str, Channel]
    ) -> None:
        self._factory, self._bell, self._channels = factory, bell, dict(channels)
        self._sending: set[asyncio.Task[None]] = set()
        self._rung: int | None = None
        self._overlap = 0 if factory.kw["bind"].dialect.name == "sqlite" else 500
        self._stopping = False

    async def work(self) -> None:
        """Look and deliver until stopped."""
        watch = waking.watch(self._factory.kw["bind"], waking.OUTBOX)
        heard: set[str] | None = None
        while not self._stopping:
            try:
                await self._look(heard)
                heard = await watch.wait(LOOK_EVERY)
            except SQLAlchemyError as error:
                log.error("outbox cannot be read kind=%s", type(error).__name__)
                await asyncio.sleep(1)
                heard = None
        await watch.close()
        await asyncio.gather(*self._sending, return_exceptions=True)

    def stop(self) -> None:
        """Claim nothing more; what is being sent is finished and noted."""
        self._stopping = True

    async def _look(self, heard: set[str] | None) -> None:
        if heard is None:
            heard = await run_in_threadpool(self._news)
        for conversation_id in heard:
            self._bell.ring(conversation_id)
        free = AT_ONCE - len(self._sending)
        if self._channels and free > 0:
            for parcel in await run_in_threadpool(self._claim, free):
                task = asyncio.create_task(self._send(parcel))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)

    def _news(self) -> set[str]:
        """Conversations with replies since the last look."""
        with db.reading(self._factory) as session:
            newest = session.scalar(select(func.max(Outbound.id))) or 0
            # Numbers are given before the commit: with several writers a lower one may come later.
            known = newest if self._rung is None else self._rung - self._overlap
            query = select(Outbound.conversation_id).where(Outbound.id > known).limit(AT_MOST)
            found = set(session.scalars(query))
        self._rung = newest
        return found

    def _claim(self, free: int) -> list[Parcel]:
        at = clock.now()
        names = list(self._channels)
        with db.reading(self._factory) as session:
            if not parcels.anything(session, names, at=at):
                return []
        with self._factory.begin() as session:
            return parcels.claim(session, names, free, at=at)

    async def _send(self, parcel: Parcel) -> None:
        try:
            outcome = await self._channels[parcel.channel].deliver(parcel)
        except Exception as error:
            # What an error says may hold an address or a token: only its kind is logged.
            log.error("delivery failed channel=%s kind=%s", parcel.channel, type(error).__name__)
            outcome = Outcome(rest="dead", reason=f"error {type(error).__name__}"[:40])
        if outcome.rest == "dead" or outcome.lost:
            reason = outcome.lost or outcome.reason
            log.warning("not delivered channel=%s reason=%s", parcel.channel, reason)
        try:
            await run_in_threadpool(self._settle, parcel, outcome)
        except SQLAlchemyError as error:
            log.error("a delivery could not be noted kind=%s", type(error).__name__)

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        with self._factory.begin() as session:
            parcels.settle(session, parcel, outcome, at=clock.now())
