"""`hotline keys`: the keys that seal what says who somebody is."""

from pathlib import Path
from typing import Annotated

import typer

from bot import crypto, db
from bot import settings as settings_module

app = typer.Typer(help="Keys that seal names, phones, messages.", no_args_is_help=True)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Of the key, as k2: letters and digits.")] = "k1",
    index: Annotated[bool, typer.Option(help="Also the key of the marks.")] = False,
) -> None:
    """Print a new key as a line for the key file: first there, the old ones below it."""
    typer.echo(crypto.new_line(name))
    if index:
        typer.echo(crypto.new_line(crypto.INDEX))


@app.command()
def rotate(data_dir: DataDir = None) -> None:
    """Seal everything with the first key of the file; may be stopped and called again."""
    from bot.privacy import rotation

    engine = db.opened(settings_module.load(data_dir=data_dir))
    db.migrate(engine)
    done = rotation.rotate(db.session_factory(engine))
    for place, count in sorted(done.items()):
        if count:
            typer.echo(f"{place}: {count}")
    typer.echo(f"sealed anew: {sum(done.values())}; older keys may go when `keys list` says so")


@app.command(name="list")
def show(data_dir: DataDir = None) -> None:
    """How much is sealed with which key; a key that is not listed can be taken off the file."""
    from bot.privacy import rotation

    engine = db.opened(settings_module.load(data_dir=data_dir))
    with db.reading(db.session_factory(engine)) as session:
        for name, count in sorted(rotation.standing(session).items()):
            typer.echo(f"{name}: {count}")
