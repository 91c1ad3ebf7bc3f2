"""What a question or an answer is made of: words, characters, pairs, sounds, and what they mean.

Pure. Characters and pairs read through dialect and missing words, sounds through input-method
homophones; concepts (concepts.yml) and classes of words (classes.yml) bring together what people
say in quite different words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.classes import load as word_classes
from bot.homophones import repaired
from bot.sounds import sound
from bot.text import normalize

# Words that say how somebody asks, not what about.
_HOW = re.compile(
    r"(请问|你好|您好|我想问(一下|下)?|想问(一下|下)?|问一下|咨询(一下|下)|麻烦|谢谢|帮我|一下|"
    r"[啊呀呢吧嘛哦喔噢咯哒噻咧哈]|[?？!！,，.。、;；:：~～\s\"'“”()()《》])"
)
# Words, characters, their pairs, syllables, their pairs, classes of words, concepts; chosen by
# cross-validation over the entries' own ways of asking.
WEIGHTS = {"w": 0.6, "c": 1.0, "p": 0.8, "y": 1.2, "s": 0.5, "g": 1.6, "k": 2.0}


_LITERAL = re.compile(r"[^\\^$.|?*+(){}\[\]]+")


@dataclass(frozen=True)
class Concepts:
    """What different wordings mean: names by plain wording, and expressions for the rest.

    `lengths` tells, by first character, how long the plain wordings are that begin with it.
    """

    plain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    expressions: tuple[tuple[str, re.Pattern[str]], ...] = ()

    def of(self, text: str) -> set[str]:
        """The names of all concepts that stand in `text`."""
        found = {name for name, pattern in self.expressions if pattern.search(text)}
        for at, char in enumerate(text):
            for size in self.lengths.get(char, ()):
                found |= self.plain.get(text[at : at + size], frozenset())
        return found


def concepts(wordings: Mapping[str, Iterable[str]]) -> Concepts:
    """Concepts from their wordings, plain words or regular expressions.

    Raises:
        re.error: a wording that is no expression.
    """
    plain: defaultdict[str, set[str]] = defaultdict(set)
    others: list[tuple[str, re.Pattern[str]]] = []
    for name, several in wordings.items():
        lower = [wording.lower() for wording in several]
        for wording in filter(_LITERAL.fullmatch, lower):
            plain[wording].add(name)
        rest = [wording for wording in lower if not _LITERAL.fullmatch(wording)]
        others += [(name, re.compile("|".join(rest)))] if rest else []
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for wording in plain:
        lengths[wording[0]].add(len(wording))
    return Concepts(
        {wording: frozenset(names) for wording, names in plain.items()},
        {char: tuple(sorted(sizes)) for char, sizes in lengths.items()},
        tuple(others),
    )


@dataclass(frozen=True)
class Words:
    """How texts are read: everyday words replaced by the entries' words, concepts, word cutting."""

    synonyms: Sequence[tuple[str, str]]
    concepts: Concepts
    cut: Callable[[str], Iterable[str]]

    def features(self, text: str) -> Counter[str]:
        """Features with their count; the first letter tells the kind."""
        plain = tidy(text, self.synonyms)
        found = self.meanings(plain)
        syllables = [sound(char) for char in plain]
        found.update(["c:" + char for char in plain])
        found.update(["y:" + one for one in syllables])
        found.update(["p:" + one + other for one, other in pairwise(plain)])
        found.update(["s:" + one + "_" + other for one, other in pairwise(syllables)])
        return found

    def meanings(self, plain: str) -> Counter[str]:
        """Concepts, classes and words of a tidied text; what is left are its letters."""
        words = (word for word in self.cut(plain) if len(word) > 1 or not _is_chinese(word))
        return Counter(
            [
                *("k:" + name for name in self.concepts.of(plain)),
                *("g:" + name for name in word_classes().of(plain)),
                *("w:" + word for word in words),
            ]
        )


def tidy(text: str, synonyms: Sequence[tuple[str, str]]) -> str:
    """Normalised, homophones repaired, without polite padding, in the entries' words."""
    text = _HOW.sub("", repaired(normalize(text)).lower())
    for spoken, word in synonyms:
        text = text.replace(spoken, word)
    return text


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def weight_of(feature: str) -> float:
    """How much a feature of this kind counts."""
    return WEIGHTS[feature[0]]
