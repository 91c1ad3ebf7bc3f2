"""The domain's words: what people call rights and platforms."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT

FOLDER = ROOT / "nlu_data" / "lexicon"


@dataclass(frozen=True)
class Term:
    """One value of an entity: the words that name it, and expressions that only imply it."""

    value: str
    name: str
    words: tuple[str, ...]
    implied: tuple[re.Pattern[str], ...] = ()


@lru_cache(maxsize=1)
def ip_types() -> tuple[Term, ...]:
    """Rights, as people call them."""
    return load_terms(FOLDER / "ip_types.yml", "ip_types")


@lru_cache(maxsize=1)
def platforms() -> tuple[Term, ...]:
    """Online platforms and their nicknames."""
    return load_terms(FOLDER / "platforms.yml", "platforms")


@lru_cache(maxsize=8)
def name_words(key: str) -> frozenset[str]:
    """A list of `names.yml`: org_stop, org_determiners, org_generic, not_names."""
    return frozenset(_names()[key].split())


@lru_cache(maxsize=1)
def surnames() -> str:
    """An expression for any surname, compound ones first."""
    names = _names()
    single = "".join(names["surnames"].split())
    return "|".join([*names["compound_surnames"].split(), f"[{single}]"])


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    path = FOLDER / "names.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise BadData("not a list of words under each key", path=path, remedy="see its comments")
    return data


def load_terms(path: Path, key: str) -> tuple[Term, ...]:
    """The terms under `key` of a lexicon file.

    Raises:
        BadData: an entry has no value or words, or an expression does not compile.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not isinstance(data.get(key), list):
        raise BadData(f"no list '{key}'", path=path, remedy="start from the file as delivered")
    return tuple(_term(path, entry) for entry in data[key])


def _term(path: Path, entry: Any) -> Term:
    if not isinstance(entry, dict) or not entry.get("value") or not entry.get("words"):
        raise BadData(
            "an entry without value or words",
            path=path,
            entry=str(entry)[:40],
            remedy="write value: … words: […]",
        )
    value = str(entry["value"])
    try:
        implied = tuple(re.compile(text) for text in entry.get("implied") or ())
    except re.error as error:
        raise BadData(f"expression: {error}", path=path, entry=value, remedy="mend it") from None
    words = tuple(str(word) for word in entry["words"])
    return Term(value, str(entry.get("name") or value), words, implied)
