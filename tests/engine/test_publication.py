"""An answer that staff publish is told by the engines that are running, without a restart."""

import asyncio
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import db, settings
from bot.conversations import inbox, transcript
from bot.conversations.inbox import Arrived
from bot.engine import worker
from bot.engine.shelf import Publications, load_shelf
from bot.engine.turn import Engine
from bot.knowledge import publishing
from tests.conftest import NOON, Brain
from tests.tickets.cast import Factory

pytestmark = [pytest.mark.model, pytest.mark.slow]

QUESTION = "打12330要钱吗"
NEW = "咨询、举报一概不收钱，这是新写的一句。"
# Two seconds are promised, and told by benchmarks/knowledge.md; a machine that does ten things at
# once gets more here.
PATIENCE = 20.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The real answers in a folder of their own; the exam stays behind."""
    return Path(shutil.copytree(settings.load().knowledge_dir, tmp_path / "knowledge"))


def edited(home: Path) -> dict[str, Any]:
    """The entry on what a call costs, with another answer."""
    path = home / "answers" / "hotline.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]
    cost = next(entry for entry in entries if entry["id"] == "hotline-cost")
    return {**cost, "answer": NEW}


def publish(factory: Factory, home: Path) -> None:
    with factory.begin() as session:
        data = edited(home)
        version = publishing.draft(session, data, topic="hotline", by="editor", at=NOON)
        publishing.submit(session, version.id, by="editor", at=NOON)
        publishing.publish(session, version.id, by="reviewer", at=NOON, folder=home)


def ask(factory: Factory, conversation_id: str, number: int) -> None:
    with factory.begin() as session:
        inbox.accept(session, conversation_id, Arrived("web", f"q{number}", QUESTION), at=NOON)


def heard(factory: Factory, conversation_id: str) -> list[str]:
    with db.reading(factory) as session:
        said = transcript.after(session, conversation_id, 0)
    return [message["text"] for message in said if message["sender"] == "bot"]


async def answered(factory: Factory, conversation_id: str, number: int) -> str:
    """What the running engine says to the question, asked once more."""
    ask(factory, conversation_id, number)
    while len(heard(factory, conversation_id)) < number:
        await asyncio.sleep(0.05)
    return heard(factory, conversation_id)[-1]


async def test_a_running_engine_tells_what_was_published(
    database: Factory, home: Path, brain: Brain
) -> None:
    engine = Engine("engine-1", database, load_shelf(home), *brain[1:])
    with database.begin() as session:
        conversation_id = inbox.open_web_session(session, at=NOON)[0].id
    running = asyncio.create_task(worker.run(engine, Publications(database, home)))
    try:
        assert NEW not in await asyncio.wait_for(answered(database, conversation_id, 1), PATIENCE)
        await asyncio.to_thread(publish, database, home)
        began, number = time.monotonic(), 2
        while NEW not in await answered(database, conversation_id, number):
            assert time.monotonic() - began < PATIENCE, "the old answer is still told"
            number += 1
    finally:
        running.cancel()
