"""The delivery: one watcher on the outbox. Web pages are rung for; platforms are sent to."""

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import outbox, parcels
from bot.conversations.parcel import Outcome, Parcel
from bot.conversations.records import Outbound
from bot.front.bell import Bell
from channels.base import Channel

log = logging.getLogger("hotline.front")
LOOK_EVERY = 0.05
AT_ONCE = 8


class Delivery:
    """Delivers what the outbox holds, through the channels that are switched on."""

    def __init__(
        self, factory: sessionmaker[Session], bell: Bell, channels: Mapping[str, Channel]
    ) -> None:
        self._factory, self._bell, self._channels = factory, bell, dict(channels)
        self._sending: set[asyncio.Task[None]] = set()
        self._rung: int | None = None
        self._stopping = False

    async def work(self) -> None:
        """Look and deliver until stopped."""
        while not self._stopping:
            try:
                await self._look()
            except SQLAlchemyError as error:
                log.error("outbox cannot be read kind=%s", type(error).__name__)
                await asyncio.sleep(1)
            await asyncio.sleep(LOOK_EVERY)
        await asyncio.gather(*self._sending, return_exceptions=True)

    def stop(self) -> None:
        """Claim nothing more; what is being sent is finished and noted."""
        self._stopping = True

    async def _look(self) -> None:
        for conversation_id in await run_in_threadpool(self._ring_for):
            self._bell.ring(conversation_id)
        free = AT_ONCE - len(self._sending)
        if self._channels and free > 0:
            for parcel in await run_in_threadpool(self._claim, free):
                task = asyncio.create_task(self._send(parcel))
                self._sending.add(task)
                task.add_done_callback(self._sending.discard)

    def _ring_for(self) -> list[str]:
        """Conversations with something new; replies on the web count as delivered."""
        with db.reading(self._factory) as session:
            web = outbox.waiting(session, channel="web")
            if self._rung is None:
                self._rung = session.scalar(select(func.max(Outbound.id))) or 0
            newer = select(Outbound.id, Outbound.conversation_id).where(
                Outbound.id > self._rung, Outbound.channel != "web"
            )
            new = session.execute(newer.order_by(Outbound.id).limit(500)).all()
        self._rung = new[-1].id if new else self._rung
        if web:
            ids = [item.id for item in web]
            with self._factory.begin() as session:
                session.execute(update(Outbound).where(Outbound.id.in_(ids)).values(status="done"))
        rung = [item.conversation_id for item in web] + [row.conversation_id for row in new]
        return list(dict.fromkeys(rung))

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
