"""The words staff read for what the program calls by code: `labels.yml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData

FILE = Path(__file__).parent / "labels.yml"


@lru_cache(maxsize=1)
def _groups() -> dict[str, dict[str, str]]:
    data: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not all(isinstance(group, dict) for group in data.values()):
        raise BadData("not groups of labels", path=FILE, remedy="write `group: {code: word}`")
    return {
        name: {str(code): str(word) for code, word in group.items()} for name, group in data.items()
    }


def labels(group: str) -> dict[str, str]:
    """All words of a group, by code, in the file's order."""
    return _groups()[group]


def label(group: str, code: str | None) -> str:
    """The word for a code; the code itself where nobody has written one yet."""
    return "" if code is None else labels(group).get(code, code)
