"""What a question or an answer is made of: words, characters, pairs, sounds, and what they mean.

Pure. Characters and pairs read through dialect and missing words, sounds through input-method
homophones; concepts (concepts.yml) and classes of words (classes.yml) bring together what people
say in quite different words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.classes import load as word_classes
from bot.homophones import repaired
from bot.sounds import sound
from bot.text import normalize

# Words that say how somebody asks, not what about.
_HOW = re.compile(
    r"(请问|你好|您好|我想问(一下|下)?|想问(一下|下)?|问一下|咨询(一下|下)|麻烦|谢谢|帮我|一下|"
    r"[啊呀呢吧嘛哦喔噢咯哒噻咧哈]|[?？!！,，.。、;；:：~～\s\"'“”()()《》])"
)
WEIGHTS = {"w": 1.0, "c": 0.5, "p": 0.8, "s": 0.5, "g": 1.2, "k": 2.0}


@dataclass(frozen=True)
class Words:
    """How texts are read: everyday words replaced by the entries' words, concepts, word cutting."""

    synonyms: Sequence[tuple[str, str]]
    concepts: Sequence[tuple[str, re.Pattern[str]]]
    cut: Callable[[str], Iterable[str]]

    def features(self, text: str) -> Counter[str]:
        """Features with their weight; the first letter tells the kind."""
        plain = tidy(text, self.synonyms)
        found: Counter[str] = Counter()
        for name, pattern in self.concepts:
            if pattern.search(plain):
                found["k:" + name] = 1
        for name in word_classes().of(plain):
            found["g:" + name] += 1
        for word in self.cut(plain):
            if len(word) > 1 or not "\u4e00" <= word <= "\u9fff":
                found["w:" + word] += 1
        syllables = [sound(char) for char in plain]
        for i, char in enumerate(plain):
            found["c:" + char] += 1
            if i:
                found["p:" + plain[i - 1 : i + 1]] += 1
                found["s:" + syllables[i - 1] + "_" + syllables[i]] += 1
        return found


def tidy(text: str, synonyms: Sequence[tuple[str, str]]) -> str:
    """Normalised, homophones repaired, without polite padding, in the entries' words."""
    text = _HOW.sub("", repaired(normalize(text)).lower())
    for spoken, word in synonyms:
        text = text.replace(spoken, word)
    return text


def weight_of(feature: str) -> float:
    """How much a feature of this kind counts."""
    return WEIGHTS[feature[0]]
