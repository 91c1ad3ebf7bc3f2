"""People who share one SQLite database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import db
from bot.conversations import inbox
from bot.engine.turn import Engine
from tests.conftest import Brain
from tests.people import START, Person


@pytest.fixture
def new_person(brain: Brain, tmp_path: Path) -> Iterator[Callable[[], Person]]:
    """Makes people who share one database."""
    database = db.make_engine(f"sqlite:///{tmp_path / 'talk.db'}")
    db.migrate(database)
    engine = Engine("test-engine", db.session_factory(database), *brain)

    def make() -> Person:
        with engine.factory.begin() as session:
            conversation, _ = inbox.open_web_session(session, at=START)
        return Person(engine, conversation.id)

    yield make
    database.dispose()


@pytest.fixture
def person(new_person: Callable[[], Person]) -> Person:
    """李敏, who has never written before."""
    return new_person()
