"""`hotline inbox`: messages that wait for an answer, or that the bot gave up on."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import clock
from bot.commands.opening import writing
from bot.conversations import receipts
from bot.conversations.records import Inbound
from bot.errors import NotFound, Refused

app = typer.Typer(help="Messages that wait, or were given up.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]


@app.command("list")
def list_parked(data_dir: DataDir = None) -> None:
    """What waits and what was given up, oldest first; nothing a person wrote is shown."""
    with writing(data_dir) as session:
        for message in receipts.parked(session):
            typer.echo(_line(message))


@app.command()
def show(number: str, data_dir: DataDir = None) -> None:
    """Which message a receipt (HZ-…) or an incident number stands for."""
    with writing(data_dir) as session:
        typer.echo(_line(_found(session, number)))


@app.command()
def retry(number: str, data_dir: DataDir = None) -> None:
    """Let the bot try a message again that it gave up on."""
    with writing(data_dir) as session:
        message = _found(session, number)
        if not receipts.retry(session, message, at=clock.now()):
            raise Refused(f"{number} 现在是 {message.status}，只有放弃了的消息可以重试。")
    typer.echo(f"{number}: waits again")


def _found(session: Session, number: str) -> Inbound:
    message = receipts.find(session, number)
    if message is None:
        raise NotFound(f"there is no message {number}; `hotline inbox list` shows all that wait")
    return message


def _line(message: Inbound) -> str:
    numbers = " ".join(filter(None, [message.receipt, message.incident])) or "-"
    return (
        f"{message.received_at.isoformat()}  {message.status}  {numbers}  "
        f"{message.conversation_id} #{message.seq}  tries={message.attempts}"
    )
