"""`hotline`: every command, each in a few lines; the work is done in the rooms."""

import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import settings as settings_module
from bot.commands import api as api_commands
from bot.commands import audit as audit_commands
from bot.commands import check as check_commands
from bot.commands import demo as demo_commands
from bot.commands import inbox as inbox_commands
from bot.commands import keys as keys_commands
from bot.commands import knowledge as knowledge_commands
from bot.commands import models as model_commands
from bot.commands import privacy as privacy_commands
from bot.commands import rounds, running, upkeep
from bot.commands import staff as staff_commands
from bot.commands import tickets as ticket_commands
from bot.commands import wechat as wechat_commands
from bot.errors import HotlineError
from bot.logs import to_stderr

app = typer.Typer(
    name="hotline",
    help="湖南 12330 知识产权维权援助助手",
    no_args_is_help=True,
    add_completion=False,
    # Typer's own traces show the values of local variables.
    pretty_exceptions_enable=False,
)
app.add_typer(ticket_commands.app, name="ticket")
for command in (
    running.serve,
    running.front,
    running.engine,
    upkeep.backup,
    upkeep.restore,
    upkeep.doctor,
):
    app.command()(command)
app.add_typer(check_commands.app, name="check")
app.add_typer(knowledge_commands.app, name="knowledge")
app.command()(rounds.tick)
app.add_typer(staff_commands.app, name="staff")
app.add_typer(audit_commands.app, name="audit")
app.add_typer(inbox_commands.app, name="inbox")
app.add_typer(keys_commands.app, name="keys")
app.add_typer(privacy_commands.app, name="privacy")
app.add_typer(api_commands.app, name="api")
app.add_typer(demo_commands.app, name="demo")
app.add_typer(wechat_commands.app, name="wechat")
app.add_typer(model_commands.app, name="model")

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, in and out.")]


def main() -> None:
    """Run a command; an error we raise on purpose becomes one clear line and exit status 2."""
    to_stderr(logging.WARNING)
    try:
        app()
    except HotlineError as error:
        sys.stderr.write(f"hotline: {error}\n")
        sys.exit(2)


@app.command()
def train(
    candidate: Annotated[
        bool, typer.Option("--candidate", help="Not to serve yet: to be replayed first.")
    ] = False,
) -> None:
    """Train the model; its path comes last on stdout."""
    from bot import candidates
    from bot.engine import training

    settings = settings_module.load()
    if candidate:
        settings = replace(settings, model_dir=candidates.folder(settings.model_dir))
    typer.echo(training.train(settings))


@app.command()
def chat(data_dir: DataDir = None) -> None:
    """Talk with the engine in this terminal; no server needed."""
    from bot.terminal import chat as run

    run(settings_module.load(data_dir=data_dir))


@app.command()
def parse(jsonl: Jsonl = False) -> None:
    """What the model reads in each text."""
    from bot.engine.reading import Reader

    reader = Reader(settings_module.load())
    _each_line(lambda line: reader.parse(_text(line, "text")), jsonl)


@app.command()
def route(jsonl: Jsonl = False) -> None:
    """Which unit is responsible for each matter."""
    from bot.centers.directory import Directory
    from bot.centers.regions import Gazetteer
    from bot.centers.routing import route_json

    folder = settings_module.load().knowledge_dir
    directory = Directory.load(folder / "centers.yml")
    gazetteer = Gazetteer.load(folder / "regions.csv")
    _each_line(lambda line: route_json(line, directory=directory, gazetteer=gazetteer), jsonl)


@app.command()
def answer(jsonl: Jsonl = False) -> None:
    """What the knowledge base answers to each question."""
    from bot import clock
    from bot.knowledge.library import Library

    library = Library.load(settings_module.load().knowledge_dir)
    today = clock.local(clock.now()).date()
    _each_line(lambda line: library.answer(_text(line, "question"), today=today).as_json(), jsonl)


@app.command()
def db(data_dir: DataDir = None) -> None:
    """Bring the database to the newest revision."""
    from bot import db as database

    database.migrate(database.opened(settings_module.load(data_dir=data_dir)))
    typer.echo("the database is at the newest revision")


def _text(line: dict[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str):
        raise ValueError(f"'{name}' must be a text")
    return value


def _each_line(work: Callable[[dict[str, Any]], dict[str, Any]], jsonl: bool) -> None:
    """One object a line in, one a line out, in order; a bad line gives an error in its place."""
    if not jsonl:
        raise typer.BadParameter("give --jsonl and one JSON object a line on stdin")
    bad = False
    for raw in sys.stdin:
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
            if not isinstance(line, dict):
                raise ValueError("a line must be a JSON object")
            result = work(line)
        except (ValueError, TypeError, RecursionError, HotlineError) as error:
            bad, result = True, {"error": str(error)}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if bad:
        sys.exit(1)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
