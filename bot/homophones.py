"""Words of the domain that an input method or a dictation got wrong, put right.

侵全 sounds like 侵权 and is no word: it is repaired. 权力 is a word and stays. The length never
changes, so whatever is found in the repaired text stands at the same place in the original.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import BadData
from bot.settings import ROOT
from bot.sounds import sound
from bot.words import tokenizer

FILE = ROOT / "nlu_data" / "lexicon" / "repair.yml"


@dataclass(frozen=True)
class Repairs:
    """Words by their sound, and the slips that sound alone does not give away.

    `beginnings` holds the first two syllables of every word.
    """

    by_sound: dict[tuple[str, ...], str]
    slips: dict[str, str]
    lengths: tuple[int, ...]
    beginnings: frozenset[tuple[str, ...]]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any slip, the longest first."""
        return re.compile("|".join(sorted(map(re.escape, self.slips), key=len, reverse=True)))


def repaired(text: str) -> str:
    """`text` with misheard and mistyped domain words put right; correct words never change."""
    repairs = load()
    text = _slip_pattern().sub(lambda found: repairs.slips[found[0]], text)
    if not _any_alike(text, repairs):
        return text
    words = list(tokenizer().tokenize(text, HMM=False))
    ends = {start: end for _, start, end in words}
    out = list(text)
    at = 0
    while at < len(text):
        size = _sounds_like(text, at, ends, repairs)
        if size:
            out[at : at + size] = repairs.by_sound[_syllables(text[at : at + size])]
        at += size or 1
    return "".join(out)


def _any_alike(text: str, repairs: Repairs) -> bool:
    """Whether any piece only sounds like a domain word: most texts need not be cut into words."""
    syllables = _syllables(text)
    for at in range(len(text) - 1):
        if syllables[at : at + 2] not in repairs.beginnings:
            continue
        for size in repairs.lengths:
            word = repairs.by_sound.get(syllables[at : at + size])
            if word is not None and word != text[at : at + size]:
                return True
    return False


def _sounds_like(text: str, at: int, ends: dict[int, int], repairs: Repairs) -> int:
    """How many characters from `at` only sound like a domain word; 0 when none do."""
    if at not in ends or not "\u4e00" <= text[at] <= "\u9fff":
        return 0
    for size in repairs.lengths:
        piece = text[at : at + size]
        if len(piece) < size or not _made_of_scraps(at, size, ends):
            continue
        word = repairs.by_sound.get(_syllables(piece))
        if word is not None and word != piece:
            return size
    return 0


def _made_of_scraps(at: int, size: int, ends: dict[int, int]) -> bool:
    """Whether the piece is no word itself and cuts none in two."""
    end, scraps = at, 0
    while end < at + size:
        end, start = ends[end], end
        scraps += end - start == 1
    return end == at + size and scraps > 0 and ends[at] != at + size


def _syllables(piece: str) -> tuple[str, ...]:
    return tuple(sound(char) for char in piece)


@lru_cache(maxsize=1)
def load() -> Repairs:
    """The repairs of `repair.yml`."""
    return read(FILE)


@lru_cache(maxsize=1)
def _slip_pattern() -> re.Pattern[str]:
    return load().pattern


def read(path: Path) -> Repairs:
    """The repairs of a file.

    Raises:
        BadData: no words, a slip of another length than its word, or two words of one sound.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or not isinstance(data.get("words"), str):
        raise BadData("no 'words'", path=path, remedy="list them, separated by blanks")
    by_sound: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for word in data["words"].split():
        by_sound[_syllables(word)].add(word)
    for alike in by_sound.values():
        if len(alike) > 1:
            raise BadData(f"{'、'.join(alike)} sound alike", path=path, remedy="keep one of them")
    slips = {slip: word for word, group in (data.get("slips") or {}).items() for slip in group}
    for slip, word in slips.items():
        if len(slip) != len(word):
            raise BadData(f"{slip} is not as long as {word}", path=path, remedy="mend the pair")
    single = {sounds: next(iter(words)) for sounds, words in by_sound.items()}
    lengths = tuple(sorted({len(sounds) for sounds in single}, reverse=True))
    changing = {slip: word for slip, word in slips.items() if slip != word}
    return Repairs(single, changing, lengths, frozenset(sounds[:2] for sounds in single))
