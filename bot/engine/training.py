"""Training the model: data checked first, progress on a terminal, the file's path at the end."""

import os
import sys
from pathlib import Path
from typing import Any

from bot.engine import slim_rasa
from bot.engine.agent import quiet_rasa
from bot.engine.nlu_data import check_training_data
from bot.errors import BadData, HotlineError
from bot.settings import Settings


def train(settings: Settings) -> Path:
    """Train on nlu_data/, stories/ and domain.yml; the new model's path.

    Raises:
        BadData: a training file is wrong; names file and line.
    """
    messages = check_training_data(settings.root / "nlu_data", settings.root / "domain.yml")
    return _with_progress(settings, messages)


def _with_progress(settings: Settings, messages: int) -> Path:
    from rich.console import Console

    console = Console(stderr=True)
    text = f"正在训练对话模型（{messages} 条例句，约一两分钟）…"
    if not console.is_terminal:
        console.print(text)
        return _train(settings)
    with console.status(text):
        return _train(settings)


def _train(settings: Settings) -> Path:
    slim_rasa.quiet()
    import rasa.model_training

    quiet_rasa()
    root = settings.root
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    before = Path.cwd()
    os.chdir(root)
    stdout, sys.stdout = sys.stdout, sys.stderr
    try:
        result: Any = rasa.model_training.train(
            domain=str(root / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "nlu_data"), str(root / "stories")],
            output=str(settings.model_dir),
            # Rasa knows a changed message from its cache, but not a changed lexicon or feature.
            force_training=True,
        )
    except SystemExit as error:
        raise HotlineError("Rasa refused to train; see the lines above") from error
    finally:
        sys.stdout = stdout
        os.chdir(before)
    if not result.model:
        raise BadData("no model came out of the training", path=root / "config.yml")
    return _only(Path(result.model))


def _only(model: Path) -> Path:
    """Keep the two newest models: a damaged disk or a bad training leaves one to go back to."""
    models = sorted(model.parent.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for old in models[:-2]:
        old.unlink()
    return model
