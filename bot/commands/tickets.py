"""`hotline ticket`: tickets as other programs see them (contract, section 6)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot import db
from bot import settings as settings_module
from bot.errors import NotFound
from bot.tickets import queries

app = typer.Typer(help="Tickets.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
AsJson = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_tickets(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """All tickets, newest first."""
    engine = db.opened(settings_module.load(data_dir=data_dir))
    db.migrate(engine)
    with db.reading(db.session_factory(engine)) as session:
        tickets = queries.all_as_json(session, queries.list_tickets(session, limit=None))
    if as_json:
        typer.echo(json.dumps(tickets, ensure_ascii=False))
        return
    for ticket in tickets:
        typer.echo(
            f"{ticket['number']}  {ticket['category']}  {ticket['status']}  "
            f"{ticket['center_id']}  {ticket['opened_at']}"
        )


@app.command()
def show(number: str, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """One ticket."""
    engine = db.opened(settings_module.load(data_dir=data_dir))
    db.migrate(engine)
    with db.reading(db.session_factory(engine)) as session:
        ticket = queries.by_number(session, number)
        if ticket is None:
            raise NotFound(f"there is no ticket {number}; `hotline ticket list` shows all")
        shown = queries.as_json(session, ticket)
    typer.echo(json.dumps(shown, ensure_ascii=False, indent=None if as_json else 2))
