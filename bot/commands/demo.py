"""`hotline demo`: invented data to look at."""

from pathlib import Path
from typing import Annotated

import typer

from bot import db
from bot import settings as settings_module

app = typer.Typer(help="Invented data, never in production.", no_args_is_help=True)


@app.command()
def seed(data_dir: Annotated[Path | None, typer.Option("--data-dir")] = None) -> None:
    """Fill an empty database with invented colleagues, talks, tickets, lists, activities."""
    from bot.demo import colleagues, seeding

    settings = settings_module.load(data_dir=data_dir)
    engine = db.opened(settings)
    db.migrate(engine)
    made = seeding.seed(settings, db.session_factory(engine))
    typer.echo("，".join(f"{name} {count}" for name, count in made.items()))
    typer.echo(f"sign in as {'、'.join([*colleagues.KNOWN, *colleagues.SPECIAL])}")
    typer.echo(f"with the password {colleagues.PASSWORD}")
