"""`hotline check`: the data files and what is measured on them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import clock
from bot import settings as settings_module
from bot.commands.opening import writing

app = typer.Typer(help="Checks of the data files.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]


@app.command()
def nlu(
    wrong: Annotated[
        bool, typer.Option("--wrong", help="List what was read wrong, worst first.")
    ] = False,
) -> None:
    """Check the training messages, and measure the model on the held-out set."""
    from bot.engine.exam import check

    sys.exit(check.run(settings_module.load(), show_wrong=wrong))


@app.command()
def knowledge() -> None:
    """Check every knowledge file, and measure retrieval on the evaluation set."""
    from bot.knowledge import checking

    sys.exit(checking.run(settings_module.load().knowledge_dir))


@app.command()
def gaps(
    below: Annotated[float, typer.Option("--below", help="Confidence of the reading.")] = 0.6,
    limit: Annotated[int, typer.Option("--limit")] = 200,
    labelled: Annotated[
        bool, typer.Option("--labelled", help="Training messages as YAML, of those staff labelled.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Messages the model was unsure of, and those staff corrected, masked, with counts."""
    from bot.conversations import readings

    with writing(data_dir) as session:
        if labelled:
            typer.echo(readings.as_training(session), nl=False)
            return
        for item in readings.unsure(session, below=below, limit=limit):
            typer.echo(json.dumps(item.as_json(), ensure_ascii=False))


@app.command()
def label(message_id: int, intent: str, data_dir: DataDir = None) -> None:
    """Say what a message of `hotline check gaps` really meant."""
    from bot.conversations import readings
    from bot.engine import nlu_data

    if intent not in nlu_data.intents(settings_module.load().root / "domain.yml"):
        raise typer.BadParameter(f"there is no intent {intent}; see domain.yml")
    with writing(data_dir) as session:
        readings.label(session, message_id, intent, by="command line", at=clock.now())
    typer.echo(f"{message_id}: {intent}")
