"""What an engine of a crew does in its own process."""

import asyncio

from bot import db
from bot.conversations.claims import Taken
from bot.engine import worker
from bot.engine.crew import Play
from bot.engine.loading import Loaded
from bot.engine.shelf import Publications
from bot.engine.slips import Slip
from bot.engine.turn import Engine
from bot.settings import Settings


def playing(settings: Settings, loaded: Loaded) -> Play:
    """The work of an engine with this model and these data."""

    def play(engine_id: str, slip: Slip, taken: Taken) -> None:
        factory = db.session_factory(db.opened(settings))
        engine = Engine(engine_id, factory, loaded.shelf, loaded.agent, loaded.store, slip, taken)
        publications = Publications(factory, settings.knowledge_dir, loaded.edition)
        asyncio.run(worker.run(engine, publications, loaded.model.name))

    return play
