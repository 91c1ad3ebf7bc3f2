"""Watches over what waits: who has no answer after 20 seconds is told so, with a number."""

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import receipts

log = logging.getLogger("hotline.front")
PATIENCE = 20.0
LOOK_EVERY = 2.0


class Vigil:
    """Reckons by the steady clock of this process: setting the other clock tells nobody lies."""

    def __init__(
        self,
        factory: sessionmaker[Session],
        *,
        patience: float | None = None,
    ) -> None:
        self._factory = factory
        self._patience = PATIENCE if patience is None else patience
        self._first_seen: dict[int, float] = {}

    async def work(self) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                told = await run_in_threadpool(self.look)
            except SQLAlchemyError as error:
                log.error("what waits cannot be read kind=%s", type(error).__name__)
                continue
            if told:
                log.warning("nobody answered in time: people told=%s", told)

    def look(self) -> int:
        """Tell those who have waited too long; how many were told."""
        now = time.monotonic()
        with db.reading(self._factory) as session:
            waiting = receipts.unanswered(session)
        self._first_seen = {one: self._first_seen.get(one, now) for one in waiting}
        late = [one for one in waiting if now - self._first_seen[one] >= self._patience]
        return sum(self._tell(one) for one in late)

    def _tell(self, inbox_id: int) -> bool:
        with self._factory.begin() as session:
            return receipts.tell(session, inbox_id, at=clock.now()) is not None
