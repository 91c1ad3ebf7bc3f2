"""Loading the trained model: one file, checked, with a clear word when it is missing or damaged."""

import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from bot.engine import in_process_actions, shortcuts
from bot.engine.tracker_store import SnapshotStore
from bot.errors import BadData

TRAIN = "run `make train` (or `uv run hotline train`)"


def models(model_dir: Path) -> list[Path]:
    """The model files of the folder, the newest first.

    Raises:
        BadData: there is none.
    """
    found = sorted(model_dir.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    if not found:
        raise BadData("there is no trained model here", path=model_dir, remedy=TRAIN)
    return found


def newest_model(model_dir: Path) -> Path:
    """The newest of them.

    Raises:
        BadData: there is none.
    """
    return models(model_dir)[0]


def load(model_path: Path) -> tuple[Agent, SnapshotStore]:
    """The agent with in-process actions and a bounded tracker.

    Raises:
        BadData: the file is not a model of this project.
    """
    quiet_rasa()
    shortcuts.take()
    try:
        agent = Agent.load(model_path, action_endpoint=in_process_actions.load())
    except Exception as error:
        why = f"the model cannot be loaded: {type(error).__name__}"
        raise BadData(why, path=model_path, remedy=f"delete it and {TRAIN}") from error
    store = SnapshotStore(agent.domain)
    agent.tracker_store = store
    agent.processor.tracker_store = store
    return agent, store


def quiet_rasa() -> None:
    """Rasa's events copy slots and texts of the public, its tracebacks too: none is written.

    What goes wrong in a turn is logged by the engine itself, with an incident number.
    """
    import structlog

    for name in ("rasa", "rasa_sdk", "sanic", "matplotlib", "jieba", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        processors=[_drop],
    )


def _drop(logger: Any, name: str, event: Any) -> Any:
    import structlog

    raise structlog.DropEvent


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    """What the model reads in one text: intent, ranking, entities."""
    result: dict[str, Any] = await agent.parse_message(text)
    return result
