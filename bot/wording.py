"""What the program says outside a dialogue: the sentences of `knowledge/notices.yml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT

FILE = ROOT / "knowledge" / "notices.yml"


def say(key: str, **facts: object) -> str:
    """The sentence of a key such as `handoff.claimed`, with its blanks filled.

    Raises:
        BadData: no such sentence, or a blank that nothing fills.
    """
    sentence = sentences(FILE).get(key)
    if sentence is None:
        raise BadData("no such sentence", path=FILE, entry=key, remedy="add it")
    try:
        return sentence.format(**facts)
    except (KeyError, IndexError, ValueError):
        remedy = f"it may use {', '.join(sorted(facts)) or 'no blanks'}"
        raise BadData("a blank cannot be filled", path=FILE, entry=key, remedy=remedy) from None


@lru_cache(maxsize=4)
def sentences(path: Path) -> dict[str, str]:
    """All sentences of a file, by dotted key.

    Raises:
        BadData: the file is not groups of sentences.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError):
        raise BadData("cannot be read", path=path, remedy="restore the file") from None
    if not isinstance(data, dict) or not all(isinstance(group, dict) for group in data.values()):
        raise BadData("not groups of sentences", path=path, remedy="write `group: {key: text}`")
    return {
        f"{name}.{key}": str(text) for name, group in data.items() for key, text in group.items()
    }
