"""Replays the newest conversations, masked, on a candidate model beside the one that serves.

Asked for in the console; run by `hotline model replay`, which the front starts by itself.
"""

import asyncio
import logging
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from bot import candidates, clock, db
from bot.conversations import replays
from bot.conversations.replay_records import Replay
from bot.conversations.replays import Question, Read
from bot.engine import agent as agents
from bot.errors import HotlineError
from bot.settings import Settings
from bot.text import clean, neutralise_command

log = logging.getLogger("hotline.replay")


def run_asked(settings: Settings, factory: sessionmaker[Session]) -> int:
    """Run every replay that waits; how many were run."""
    done = 0
    while (replay_id := _take(factory)) is not None:
        _run(settings, factory, replay_id)
        done += 1
    return done


def _take(factory: sessionmaker[Session]) -> int | None:
    with factory.begin() as session:
        replay = replays.take(session, at=clock.now())
        return None if replay is None else replay.id


def _run(settings: Settings, factory: sessionmaker[Session], replay_id: int) -> None:
    with db.reading(factory) as session:
        replay = session.get_one(Replay, replay_id)
        asked, model = replays.questions(session, replay.talks), replay.model
    try:
        serving = agents.newest_model(settings.model_dir)
        was = readings(serving, asked)
        now = readings(candidates.path_of(settings.model_dir, model), asked)
    except HotlineError as error:
        log.error("replay failed model=%s: %s", model, error)
        with factory.begin() as session:
            trouble = "模型读不出来，请看引擎的日志。"
            replays.fail(session.get_one(Replay, replay_id), trouble, at=clock.now())
        return
    with factory.begin() as session:
        replay = session.get_one(Replay, replay_id)
        replay.against = serving.name
        replays.finish(session, replay, asked, was, now, at=clock.now())


def readings(model: Path, asked: list[Question]) -> list[Read]:
    """What a model makes of each question.

    Raises:
        BadData: the file is not a model of this project.
    """
    agent, _ = agents.load(model)

    async def all_of_them() -> list[Read]:
        return [_read(await agents.parse(agent, _words(one.text))) for one in asked]

    return asyncio.run(all_of_them())


def _words(text: str) -> str:
    words = clean(text)
    return neutralise_command(words) if words.lstrip().startswith(("/", "／")) else words


def _read(parsed: dict[str, object]) -> Read:
    intent = parsed.get("intent")
    found = intent if isinstance(intent, dict) else {}
    return Read(str(found.get("name") or replays.FALLBACK), float(found.get("confidence") or 0.0))
