"""What an engine needs before its first turn: data files, what staff published, a model."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.actions.context import Shelf
from bot.engine import agent as agents
from bot.engine.shelf import load_shelf
from bot.engine.turn import Engine
from bot.errors import BadData
from bot.knowledge import overlay
from bot.settings import Settings

log = logging.getLogger("hotline.engine")


@dataclass(frozen=True)
class Loaded:
    """A model in memory, and the data that its actions look things up in.

    Args:
        model: the file it came from.
        edition: which published answers the shelf holds.
    """

    model: Path
    agent: Any
    store: Any
    shelf: Shelf
    edition: int = 0


def load(settings: Settings) -> Loaded:
    """The newest model that can be loaded: behind a damaged one the one before is taken.

    Raises:
        BadData: there is no model, none can be loaded, or a data file is wrong.
    """
    shelf = files_of(settings)
    models = agents.models(settings.model_dir)
    for model in models[:-1]:
        try:
            return Loaded(model, *agents.load(model), shelf)
        except BadData as error:
            log.error("%s; the model before is taken", error)
    return Loaded(models[-1], *agents.load(models[-1]), shelf)


def files_of(settings: Settings) -> Shelf:
    """What lies in the files, without what staff published over it.

    Raises:
        BadData: a file under knowledge/ is wrong.
    """
    shelf = load_shelf(settings.knowledge_dir)
    return replace(shelf, page_url=settings.page_url, public_url=settings.public_url)


def published(factory: sessionmaker[Session], folder: Path, loaded: Loaded) -> Loaded:
    """`loaded` with the newest published answers."""
    with db.reading(factory) as session:
        newest = overlay.newest_edition(session)
        if newest == loaded.edition:
            return loaded
        library = overlay.reloaded(session, folder, loaded.shelf.library)
    return replace(loaded, shelf=replace(loaded.shelf, library=library), edition=newest)


def build(settings: Settings, engine_id: str) -> Engine:
    """An engine on a migrated database, with the newest model.

    Raises:
        BadData: no model, a damaged one, or a wrong data file.
        Unreachable: the database does not answer.
    """
    loaded = load(settings)
    engine = db.opened(settings)
    db.migrate(engine)
    factory = db.session_factory(engine)
    loaded = published(factory, settings.knowledge_dir, loaded)
    return Engine(engine_id, factory, loaded.shelf, loaded.agent, loaded.store)
