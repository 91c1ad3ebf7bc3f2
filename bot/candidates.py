"""Candidate models: trained, replayed on what people wrote, and only then put in service."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import NotFound

FOLDER = "candidates"
ENDING = ".tar.gz"


@dataclass(frozen=True)
class Candidate:
    """A trained model that does not serve yet."""

    name: str
    trained_at: datetime
    size: int


def folder(model_dir: Path) -> Path:
    """Where candidates lie: the engine never looks in here."""
    return model_dir / FOLDER


def listed(model_dir: Path) -> list[Candidate]:
    """All candidates, newest first."""
    found = [
        Candidate(path.name, datetime.fromtimestamp(about.st_mtime, UTC), about.st_size)
        for path in folder(model_dir).glob(f"*{ENDING}")
        for about in [path.stat()]
    ]
    return sorted(found, key=lambda one: one.trained_at, reverse=True)


def path_of(model_dir: Path, name: str) -> Path:
    """The file of a candidate.

    Raises:
        NotFound: there is none of this name.
    """
    known = {one.name for one in listed(model_dir)}
    if name not in known:
        raise NotFound("没有这个候选模型。")
    return folder(model_dir) / name


def promote(model_dir: Path, name: str) -> Path:
    """Let a candidate serve: engines take the newest file of the folder above when they load.

    Raises:
        NotFound: there is none of this name.
    """
    model = path_of(model_dir, name).rename(model_dir / name)
    os.utime(model)
    return model
