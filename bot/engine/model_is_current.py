"""Whether the newest model is newer than all it is trained on; exit status 0 when it is."""

import sys
from pathlib import Path

from bot import settings as settings_module

SOURCES = (
    *("config.yml", "domain.yml", "nlu_data", "stories", "bot/nlu"),
    *("bot/text.py", "bot/classes.py", "bot/homophones.py", "bot/sounds.py", "bot/words.py"),
)


def newest_change(root: Path) -> float:
    """When anything the model depends on was last written."""
    times = [0.0]
    for name in SOURCES:
        place = root / name
        files = place.rglob("*") if place.is_dir() else [place]
        times += [f.stat().st_mtime for f in files if f.is_file() and "__pycache__" not in f.parts]
    return max(times)


def is_current(root: Path, model_dir: Path) -> bool:
    """Whether there is a model, and nothing it depends on has changed since."""
    models = [path.stat().st_mtime for path in model_dir.glob("*.tar.gz")]
    return bool(models) and max(models) >= newest_change(root)


if __name__ == "__main__":
    settings = settings_module.load()
    sys.exit(0 if is_current(settings.root, settings.model_dir) else 1)
