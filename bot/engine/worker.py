"""The engine's loop: answer, commit; beat; wait to be woken when nothing waits."""

import asyncio
import logging
import os
import signal
import time

from sqlalchemy.exc import SQLAlchemyError

from bot import clock, waking
from bot.conversations import pulse
from bot.engine.shelf import Publications
from bot.engine.turn import Engine

log = logging.getLogger("hotline.engine")
BEAT_EVERY = 3.0
# So long at most without a look of its own, should a word get lost.
LOOK_AGAIN = 0.5
REST_AFTER_TROUBLE = 1.0


async def run(engine: Engine, publications: Publications, model: str = "") -> None:
    """Work until SIGTERM, SIGINT or the parent's death; the turn in progress is finished first."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    watch = waking.watch(engine.factory.kw["bind"], waking.INBOX)
    parent, next_beat = os.getppid(), 0.0
    log.info("engine ready id=%s", engine.engine_id)
    while not stopping.is_set() and os.getppid() == parent:
        try:
            if time.monotonic() >= next_beat:
                _beat(engine, model)
                next_beat = time.monotonic() + BEAT_EVERY
            engine.shelf = await publications.taken_up(engine.shelf)
            if not await engine.work(clock.now()):
                await watch.wait(LOOK_AGAIN)
            await asyncio.sleep(0)
        except SQLAlchemyError as error:
            log.error("database trouble kind=%s", type(error).__name__)
            await asyncio.sleep(REST_AFTER_TROUBLE)
    await watch.close()
    _stop(engine)
    log.info("engine stopped id=%s", engine.engine_id)


def _beat(engine: Engine, model: str) -> None:
    with engine.factory.begin() as session:
        pulse.beat(session, engine.engine_id, model=model, report=engine.tally.as_json())
    engine.slip.end()


def _stop(engine: Engine) -> None:
    try:
        with engine.factory.begin() as session:
            pulse.stop(session, engine.engine_id)
    except SQLAlchemyError as error:
        log.warning("no farewell to the database kind=%s", type(error).__name__)
