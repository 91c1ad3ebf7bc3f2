"""`hotline tick`: one round by hand, where no front is running."""

from pathlib import Path
from typing import Annotated

import typer

from bot import clock, db
from bot import settings as settings_module
from bot.desk import tick as rounds


def tick(data_dir: Annotated[Path | None, typer.Option("--data-dir")] = None) -> None:
    """One round of what happens by itself: handovers that take too long, clocks that ring."""
    settings = settings_module.load(data_dir=data_dir)
    engine = db.opened(settings)
    db.migrate(engine)
    rules = rounds.Rules.load(settings.knowledge_dir)
    done = rounds.run(db.session_factory(engine), rules, at=clock.now())
    typer.echo(" ".join(f"{name}={count}" for name, count in sorted(done.items())) or "nothing")
