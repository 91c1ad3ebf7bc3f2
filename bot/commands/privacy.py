"""`hotline privacy`: what is kept about a person: shown, given out, erased, deleted in time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from bot import clock, db
from bot import settings as settings_module
from bot.commands.opening import writing
from bot.identifiers import check_ticket_no
from bot.privacy import copies, erasure, retention
from bot.privacy.erasure import Erased
from bot.settings import Settings

app = typer.Typer(help="What is kept about people.", no_args_is_help=True)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
Talk = Annotated[str | None, typer.Option("--conversation", help="Its id (see `privacy find`).")]
TicketNo = Annotated[str | None, typer.Option("--ticket", help="Its number.")]


@app.command()
def find(phone: str, data_dir: DataDir = None) -> None:
    """Tickets of a phone and the conversations they came from; nothing else is shown."""
    from bot.tickets import queries

    with writing(data_dir) as session:
        for number in erasure.of_phone(session, phone):
            ticket = queries.by_number(session, number)
            assert ticket is not None
            typer.echo(f"{number}  {ticket.status}  {ticket.conversation_id}")


@app.command()
def export(conversation: str, data_dir: DataDir = None) -> None:
    """All that is kept about the person of a conversation, as JSON, for that person."""
    with writing(data_dir) as session:
        copy = copies.of_talk(session, conversation)
    typer.echo(json.dumps(copy, ensure_ascii=False, indent=1))


@app.command()
def erase(
    by: Annotated[str, typer.Option("--by", help="Who ordered it.")],
    why: Annotated[str, typer.Option("--why", help="On what ground.")],
    conversation: Talk = None,
    ticket: TicketNo = None,
    data_dir: DataDir = None,
) -> None:
    """Erase a conversation with who is behind its matters, or one matter that is over.

    The order is kept in HOTLINE_ERASURES, and carried out anew after a restore.
    """
    if (conversation is None) == (ticket is None):
        raise typer.BadParameter("give either --conversation or --ticket")
    settings = settings_module.load(data_dir=data_dir)
    order = {"at": clock.now().isoformat(), "by": by, "why": why}
    facts: dict[str, Any] = {"by": by, "why": why, "at": clock.now()}
    if conversation is not None:
        order["talk"] = conversation

        def work(session: Session) -> Erased:
            return erasure.talk(session, order["talk"], **facts)
    else:
        order["ticket"] = check_ticket_no(str(ticket)).value or str(ticket)

        def work(session: Session) -> Erased:
            return erasure.ticket_by_number(session, order["ticket"], **facts)

    _carry_out(settings, order, work)


def _carry_out(
    settings: Settings, order: dict[str, str], work: Callable[[Session], Erased]
) -> None:
    engine = db.opened(settings)
    db.migrate(engine)
    with db.session_factory(engine).begin() as session:
        erased = work(session)
        # Before the commit: an order that was kept twice does no harm, one that was lost does.
        erasure.keep_order(settings.erasures, order)
    files = erasure.remove_files(erased, settings.files_dir)
    for name, count in sorted((+erased.rows).items()):
        typer.echo(f"{name}: {count}")
    typer.echo(f"tickets: {', '.join(erased.tickets) or '-'}; files: {files}")


@app.command(name="retention")
def past_their_time(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Delete what is past its time (`knowledge/retention.yml`), as every night at three."""
    settings = settings_module.load(data_dir=data_dir)
    classes = retention.load(settings.knowledge_dir / "retention.yml")
    engine = db.opened(settings)
    db.migrate(engine)
    factory = db.session_factory(engine)
    if dry_run:
        with db.reading(factory) as session:
            found = retention.due(session, classes, at=clock.now())
    else:
        found = retention.work(factory, classes, settings.files_dir, at=clock.now())
    for name, count in sorted(found.items()):
        typer.echo(f"{name}: {count}")
    typer.echo("would be deleted" if dry_run else "deleted")
