"""Ready-made replies that staff maintain in `knowledge/canned_replies.yml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT

FILE = ROOT / "knowledge" / "canned_replies.yml"


@dataclass(frozen=True)
class Canned:
    """One ready-made reply."""

    group: str
    title: str
    text: str


def replies(path: Path = FILE) -> tuple[Canned, ...]:
    """All of them, in the file's order; read again when the file has changed.

    Raises:
        BadData: the file is not groups of titles and texts.
    """
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> tuple[Canned, ...]:
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not all(isinstance(group, dict) for group in data.values()):
        raise BadData("not groups of replies", path=path, remedy="write `group: {title: text}`")
    return tuple(
        Canned(str(group), str(title), str(text).strip())
        for group, items in data.items()
        for title, text in items.items()
    )
