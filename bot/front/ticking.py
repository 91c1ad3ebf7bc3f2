"""The rounds of what happens by itself, beside the front: handovers, clocks, mail, webhooks."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock
from bot.desk import calls, mail, tick
from bot.front.replaying import Replaying
from bot.privacy import retention
from bot.settings import Settings

log = logging.getLogger("hotline.tick")
ROUND = 20.0
# The hour, in Hunan, at which what is past its time is deleted.
RETENTION_AT = 3


class Ticking:
    """Makes a round every twenty seconds until stopped."""

    def __init__(self, settings: Settings, factory: sessionmaker[Session]) -> None:
        self._settings, self._factory = settings, factory
        self._rules = tick.Rules.load(settings.knowledge_dir)
        self._classes = retention.load(settings.knowledge_dir / "retention.yml")
        self._replaying = Replaying(settings, factory)
        self._stopping = asyncio.Event()
        self._hour: datetime | None = None

    async def work(self) -> None:
        """Round after round; a database that is away is waited for."""
        await run_in_threadpool(self._safely, self._recover)
        while not self._stopping.is_set():
            await run_in_threadpool(self._safely, self.round)
            try:
                await asyncio.wait_for(self._stopping.wait(), ROUND)
            except TimeoutError:
                continue

    def stop(self) -> None:
        """Make no further round."""
        self._stopping.set()
        self._replaying.stop()

    def round(self) -> None:
        """One round."""
        now = clock.now()
        # What the calendar calls for is looked at once an hour.
        hour = now.replace(minute=0, second=0, microsecond=0)
        fresh, self._hour = hour != self._hour, hour
        done = tick.run(self._factory, self._rules, at=now, reminders_too=fresh)
        if self._settings.mail is not None:
            sent = mail.send_some(self._factory, self._settings.mail, self._settings.public_url)
            done["mailed"] += sent
        if fresh and clock.local(now).hour == RETENTION_AT:
            done += retention.work(self._factory, self._classes, self._settings.files_dir, at=now)
        self._replaying.look(at=now)
        done["called"] += calls.make_some(self._factory, at=clock.now())
        if any(done.values()):
            log.info("tick %s", " ".join(f"{name}={n}" for name, n in done.items() if n))

    def _recover(self) -> None:
        with self._factory.begin() as session:
            mail.recover(session)
            calls.recover(session)

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except SQLAlchemyError as error:
            log.error("database trouble kind=%s", type(error).__name__)
