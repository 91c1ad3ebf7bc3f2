"""`hotline model`: candidates, their replay on what people wrote, and putting one in service."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot import candidates, clock, db
from bot import settings as settings_module
from bot.commands.opening import writing
from bot.conversations import replays

app = typer.Typer(help="Candidate models.", no_args_is_help=True)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
BY = "command line"


@app.command("list")
def listed(data_dir: DataDir = None) -> None:
    """Candidates (made by `hotline train --candidate`), newest first, with their last replay."""
    with writing(data_dir) as session:
        for one in candidates.listed(settings_module.load(data_dir=data_dir).model_dir):
            done = replays.replayed(session, one.name)
            typer.echo(f"{one.name}  {done.counts if done else 'not replayed'}")


@app.command()
def replay(
    model: Annotated[str, typer.Option("--model", help="Ask for this candidate first.")] = "",
    talks: Annotated[int, typer.Option("--last", help="How many conversations.")] = 200,
    data_dir: DataDir = None,
) -> None:
    """Run the replays that wait; figures and lists are then shown in the console."""
    from bot.engine import replaying

    # Nobody waits for it at the counter: those who talk come first.
    os.nice(10)
    settings = settings_module.load(data_dir=data_dir)
    if model:
        candidates.path_of(settings.model_dir, model)
        with writing(data_dir) as session:
            replays.ask(session, model, talks=talks, by=BY, at=clock.now())
    factory = db.session_factory(db.opened(settings))
    typer.echo(f"replays run: {replaying.run_asked(settings, factory)}")


@app.command()
def promote(
    model: str,
    unseen: Annotated[bool, typer.Option("--unseen", help="Although never replayed.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Put a replayed candidate in service: engines take it when they start or are renewed."""
    settings = settings_module.load(data_dir=data_dir)
    with writing(data_dir) as session:
        if not unseen and replays.replayed(session, model) is None:
            raise typer.BadParameter("replay it first, or say --unseen")
    typer.echo(candidates.promote(settings.model_dir, model))
