"""`hotline knowledge`: checks, the hit test, questions without an answer, the published overlay."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import clock
from bot import settings as settings_module
from bot.commands.opening import writing

app = typer.Typer(help="The knowledge base.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
BY = "command line"


@app.command()
def check() -> None:
    """Check every knowledge file, and measure retrieval on the evaluation set."""
    from bot.knowledge import checking

    sys.exit(checking.run(settings_module.load().knowledge_dir))


@app.command("test")
def hit_test(question: str, data_dir: DataDir = None) -> None:
    """Ranked candidates for a question, with the words that matched, as published now."""
    from bot.knowledge import checking, overlay

    folder = settings_module.load(data_dir=data_dir).knowledge_dir
    with writing(data_dir) as session:
        library = overlay.library(folder, overlay.published(session))
    checking.hit_test(library, question)


@app.command("pre-launch")
def pre_launch() -> None:
    """Every entry that the center must review before the public is answered with it."""
    from bot.knowledge import checking

    checking.pre_launch(settings_module.load().knowledge_dir)


@app.command()
def gaps(
    limit: Annotated[int, typer.Option("--limit", help="Clusters to show.")] = 30,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data_dir: DataDir = None,
) -> None:
    """Questions that were not answered, clustered, with counts; the most frequent first."""
    from bot.knowledge import files
    from bot.knowledge import gaps as unanswered

    words = files.load_words(settings_module.load(data_dir=data_dir).knowledge_dir)
    with writing(data_dir) as session:
        found = unanswered.clusters(unanswered.open_questions(session), words.features)
    for cluster in found[:limit]:
        if as_json:
            row = {"count": cluster.count, "outcomes": dict(cluster.outcomes)}
            row |= {"nearest": cluster.nearest, "questions": cluster.questions[:20]}
            typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            why = "、".join(f"{name}×{count}" for name, count in cluster.outcomes.most_common())
            typer.echo(f"{cluster.count:5d}  {cluster.name}  [{why}]")


@app.command("export")
def export_overlay(
    file: Annotated[Path | None, typer.Argument(help="Standard output when left out.")] = None,
    data_dir: DataDir = None,
) -> None:
    """The published overlay as one JSON document."""
    from bot.knowledge import exchange

    with writing(data_dir) as session:
        text = json.dumps(exchange.export(session), ensure_ascii=False, indent=1)
    if file is None:
        typer.echo(text)
    else:
        file.write_text(text + "\n", encoding="utf-8")


@app.command("import")
def import_overlay(file: Path, data_dir: DataDir = None) -> None:
    """Publish an exported overlay here, all of it or nothing."""
    from bot.knowledge import exchange

    folder = settings_module.load(data_dir=data_dir).knowledge_dir
    document = exchange.read(file)
    with writing(data_dir) as session:
        count = exchange.take_in(session, document, folder=folder, by=BY, at=clock.now())
    typer.echo(f"{count} answers published")
