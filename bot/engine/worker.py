"""The engine's loop: claim, answer, commit; beat; rest a little when nothing waits."""

import asyncio
import logging
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot import clock, db
from bot.conversations import claims, pulse
from bot.engine import agent as agents
from bot.engine.shelf import Publications, load_shelf
from bot.engine.turn import Engine
from bot.knowledge import overlay
from bot.settings import Settings

log = logging.getLogger("hotline.engine")
IDLE_REST = 0.06
BEAT_EVERY = 3.0


def build(settings: Settings, engine_id: str) -> Engine:
    """An engine on a migrated database, with the newest model.

    Raises:
        BadData: no model, a damaged one, or a wrong data file.
        Unreachable: the database does not answer.
    """
    shelf = replace(
        load_shelf(settings.knowledge_dir),
        page_url=settings.page_url,
        public_url=settings.public_url,
    )
    agent, store = agents.load(agents.newest_model(settings.model_dir))
    engine = db.make_engine(settings.database_url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    with db.reading(factory) as session:
        library = overlay.reloaded(session, settings.knowledge_dir, shelf.library)
    return Engine(engine_id, factory, replace(shelf, library=library), agent, store)


async def run(engine: Engine, knowledge_dir: Path) -> None:
    """Work until SIGTERM, SIGINT or the parent's death; the turn in progress is finished first."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    with engine.factory.begin() as session:
        claims.release_all_of(session, engine.engine_id)
    log.info("engine ready id=%s", engine.engine_id)
    publications = Publications(engine.factory, knowledge_dir)
    next_beat = 0.0
    parent = os.getppid()
    while not stopping.is_set() and os.getppid() == parent:
        try:
            if time.monotonic() >= next_beat:
                with engine.factory.begin() as session:
                    pulse.beat(session, engine.engine_id, at=clock.now())
                next_beat = time.monotonic() + BEAT_EVERY
            engine.shelf = await publications.taken_up(engine.shelf)
            worked = await engine.work(clock.now())
            await asyncio.sleep(0 if worked else IDLE_REST)
        except SQLAlchemyError as error:
            log.error("database trouble kind=%s", type(error).__name__)
            await asyncio.sleep(1)
    with engine.factory.begin() as session:
        pulse.stop(session, engine.engine_id)
    log.info("engine stopped id=%s", engine.engine_id)
