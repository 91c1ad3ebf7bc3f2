"""`hotline audit`: whether the trails are what was written."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.opening import writing
from bot.staff import audit
from bot.tickets import trail

app = typer.Typer(help="The trails of tickets and staff.", no_args_is_help=True)


@app.command()
def verify(
    kept: Annotated[
        str | None,
        typer.Option("--kept", help="SEQ:HASH noted earlier; a tail cut off since is found."),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir")] = None,
) -> None:
    """Check every ticket's trail and the staff's trail; exit status 1 when one is broken."""
    with writing(data_dir) as session:
        broken = [f"ticket {b.number} event {b.seq}: {b.why}" for b in trail.verify(session)]
        broken += [f"audit event {b.seq}: {b.why}" for b in audit.verify(session)]
        if kept is not None and not audit.holds(session, kept):
            broken.append(f"audit: what was noted as {kept[:20]}… is not there any more")
        last = audit.newest(session)
    for line in broken:
        typer.echo(line)
    if broken:
        sys.exit(1)
    typer.echo("all trails are whole")
    if last is not None:
        typer.echo(f"keep outside the database: {last.seq}:{last.hash}")


@app.command("list")
def list_events(
    about: Annotated[str | None, typer.Option("--about", help="Such as staff:7.")] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir")] = None,
) -> None:
    """The newest hundred events of the staff's trail."""
    with writing(data_dir) as session:
        for event in audit.latest(session, about=about):
            why = f"  {event.why}" if event.why else ""
            typer.echo(
                f"{event.seq}  {event.at.isoformat()}  {event.by}  {event.act}  {event.about}{why}"
            )
