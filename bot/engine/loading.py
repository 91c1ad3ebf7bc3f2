"""What an engine needs before its first turn: data files, model, database."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot import db
from bot.actions.context import Shelf
from bot.centers.directory import Directory
from bot.centers.regions import Gazetteer
from bot.engine import agent as agents
from bot.engine.turn import Engine
from bot.errors import BadData
from bot.knowledge.library import Library
from bot.settings import Settings
from bot.tickets.office_file import load_offices

log = logging.getLogger("hotline.engine")


@dataclass(frozen=True)
class Loaded:
    """A model in memory, with the data its actions look things up in."""

    model: Path
    agent: Any
    store: Any
    shelf: Shelf


def load_shelf(knowledge_dir: Path) -> Shelf:
    """The data the actions look things up in.

    Raises:
        BadData: a file under knowledge/ is wrong.
    """
    return Shelf(
        gazetteer=Gazetteer.load(knowledge_dir / "regions.csv"),
        directory=Directory.load(knowledge_dir / "centers.yml"),
        library=Library.load(knowledge_dir),
        hours=load_offices(knowledge_dir / "office_hours.yml"),
    )


def shelf_of(settings: Settings) -> Shelf:
    """The shelf of these settings.

    Raises:
        BadData: a file under knowledge/ is wrong.
    """
    shelf = load_shelf(settings.knowledge_dir)
    return replace(shelf, page_url=settings.page_url, public_url=settings.public_url)


def load(settings: Settings) -> Loaded:
    """The newest model that can be loaded: behind a damaged one the one before is taken.

    Raises:
        BadData: there is no model, none can be loaded, or a data file is wrong.
    """
    shelf = shelf_of(settings)
    models = agents.models(settings.model_dir)
    for model in models[:-1]:
        try:
            return load_model(model, shelf)
        except BadData as error:
            log.error("%s; the model before is taken", error)
    return load_model(models[-1], shelf)


def load_model(model: Path, shelf: Shelf) -> Loaded:
    """This model.

    Raises:
        BadData: it cannot be loaded.
    """
    return Loaded(model, *agents.load(model), shelf)


def build(settings: Settings, engine_id: str) -> Engine:
    """An engine on a migrated database, with the newest model.

    Raises:
        BadData: no model, a damaged one, or a wrong data file.
        Unreachable: the database does not answer.
    """
    loaded = load(settings)
    engine = db.make_engine(settings.database_url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    return Engine(engine_id, factory, loaded.shelf, loaded.agent, loaded.store)
