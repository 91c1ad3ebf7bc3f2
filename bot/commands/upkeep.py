"""`hotline backup | restore | doctor`: running it for years."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import settings as settings_module
from bot.errors import BadData

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]


def backup(target: Path, data_dir: DataDir = None) -> None:
    """Database and files in one archive, sealed under the keys; the service runs on meanwhile."""
    from bot.upkeep import backup as work

    if target.is_dir():
        from bot import clock

        target = target / f"hotline-{clock.local(clock.now()):%Y%m%d-%H%M%S}.backup"
    typer.echo(work.make(settings_module.load(data_dir=data_dir), target))


def restore(source: Path, data_dir: DataDir = None) -> None:
    """Fill an empty database from a backup; exit status 1 when a trail in it is broken."""
    from bot.upkeep import backup as work

    if not source.is_file():
        raise BadData("there is no such file", path=source)
    done = work.restore(settings_module.load(data_dir=data_dir), source)
    typer.echo(f"restored as of {done.taken_at}; files: {done.files}")
    typer.echo(f"erased anew: {done.erased_again}")
    for line in done.broken:
        typer.echo(line)
    if done.broken:
        sys.exit(1)
    typer.echo("all trails are whole")


def doctor(data_dir: DataDir = None) -> None:
    """What is misconfigured or out of order; exit status 1 when something has to be mended."""
    from bot.upkeep.doctor import examine

    found = examine(data_dir)
    for finding in found:
        typer.echo(str(finding))
    if any(finding.level == "FAIL" for finding in found):
        sys.exit(1)
