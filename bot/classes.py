"""What kind of thing each word of a message is: wages, a refund, a faked shoe, a wish to report.

No word vectors can be downloaded where this runs; the classes of `classes.yml` carry meaning
instead, so that a word the training messages never used still counts for what it means.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT
from bot.text import fold

FILE = ROOT / "nlu_data" / "lexicon" / "classes.yml"


@dataclass(frozen=True)
class Classes:
    """Classes by word, and the longest word that begins with each character."""

    by_word: dict[str, tuple[str, ...]]
    longest: dict[str, int]

    def of(self, text: str) -> list[str]:
        """The classes of the words in `text`, in order; the longest word wins at each place."""
        found: list[str] = []
        at = 0
        while at < len(text):
            size = self._word_at(text, at)
            if size:
                found.extend(self.by_word[text[at : at + size]])
            at += size or 1
        return found

    def _word_at(self, text: str, at: int) -> int:
        for size in range(self.longest.get(text[at], 0), 0, -1):
            if text[at : at + size] in self.by_word:
                return size
        return 0


class ClassNgrams:
    """Runs of one and two classes. Holds no lexicon: it is stored with the model."""

    def __call__(self, text: str) -> list[str]:
        found = load().of(text.strip("^$"))
        return [*found, *(f"{a}|{b}" for a, b in pairwise(found))]


@lru_cache(maxsize=1)
def load() -> Classes:
    """The classes of `classes.yml`."""
    return read(FILE)


def read(path: Path) -> Classes:
    """The classes of a file.

    Raises:
        BadData: not a mapping of classes to words separated by blanks.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    classes = data.get("classes") if isinstance(data, dict) else None
    if not isinstance(classes, dict) or not all(isinstance(v, str) for v in classes.values()):
        remedy = "write 'class: word word …' under 'classes:'"
        raise BadData("not a list of words under each class", path=path, remedy=remedy)
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for name, words in classes.items():
        for word in dict.fromkeys(re.sub(r"\d", "0", fold(words).text.lower()).split()):
            by_word[word].append(str(name))
    longest: dict[str, int] = {}
    for word in by_word:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return Classes({word: tuple(names) for word, names in by_word.items()}, longest)
