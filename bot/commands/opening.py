"""Opening the database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from bot import db
from bot import settings as settings_module


@contextmanager
def writing(data_dir: Path | None) -> Iterator[Session]:
    """One transaction on the migrated database of these settings.

    Raises:
        Unreachable: the database does not answer.
    """
    engine = db.opened(settings_module.load(data_dir=data_dir))
    db.migrate(engine)
    try:
        with db.session_factory(engine).begin() as session:
            yield session
    finally:
        engine.dispose()
