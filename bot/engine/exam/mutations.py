"""The same messages as clumsy fingers, dictation and dialect would have them.

Each mutation is decided by the message itself, so that every run sees the same exam.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import opencc
import yaml

from bot.settings import ROOT
from bot.sounds import sound
from bot.words import tokenizer

WORDS = ROOT / "tests" / "nlu" / "mutations.yml"
COMMON = 800  # a word of jieba's dictionary counts as common from this frequency on
_PUNCTUATION = re.compile(r"[^\w\s]")
_ASCII = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def homophones(text: str) -> str:
    """One or two words replaced by common words or characters that sound the same."""
    chance = random.Random(text)
    words = list(tokenizer().cut(text))
    places = [i for i, word in enumerate(words) if _slips(word)]
    for place in chance.sample(places, min(len(places), 1 + len(words) // 12)):
        words[place] = chance.choice(_slips(words[place]))
    return "".join(words)


def without_punctuation(text: str) -> str:
    """As dictation writes it."""
    return re.sub(r"\s+", "", _PUNCTUATION.sub("", text)) or text


def traditional(text: str) -> str:
    """In traditional characters."""
    converted: str = _converter().convert(text)
    return converted


def dialect(text: str) -> str:
    """Every second word that Hunan says differently, in Hunan's words."""
    chance = random.Random(text)
    for word, spoken in _dialect():
        if word in text and chance.random() < 0.7:
            text = text.replace(word, chance.choice(spoken), 1)
    return text


def full_width(text: str) -> str:
    """Letters, digits and punctuation in full width."""
    return text.translate(_ASCII)


ALL: dict[str, Callable[[str], str]] = {
    "homophones": homophones,
    "no_punctuation": without_punctuation,
    "traditional": traditional,
    "dialect": dialect,
    "full_width": full_width,
}


def _slips(word: str) -> tuple[str, ...]:
    if not re.fullmatch(r"[\u4e00-\u9fff]{1,3}", word):
        return ()
    alike = tuple(w for w in _by_sound().get(_syllables(word), ()) if w != word)
    return alike or (_scrambled(word) if len(word) > 1 else ())


def _scrambled(word: str) -> tuple[str, ...]:
    last = [c for c in _by_sound().get(_syllables(word[-1]), ()) if c != word[-1]]
    return tuple(word[:-1] + char for char in last[:3])


def _syllables(word: str) -> tuple[str, ...]:
    return tuple(sound(char) for char in word)


@lru_cache(maxsize=1)
def _by_sound() -> dict[tuple[str, ...], list[str]]:
    """Common words of one to three characters by their sound, the most common first."""
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, count in sorted(tokenizer().FREQ.items(), key=lambda item: -item[1]):
        if count >= COMMON and re.fullmatch(r"[\u4e00-\u9fff]{1,3}", word):
            found[_syllables(word)].append(word)
    return {syllables: words[:4] for syllables, words in found.items()}


@lru_cache(maxsize=1)
def _dialect() -> list[tuple[str, list[str]]]:
    path: Path = WORDS
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return sorted(data["dialect"].items(), key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
