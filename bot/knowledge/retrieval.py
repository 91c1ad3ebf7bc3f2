"""Ranking the entries for a question: words, characters and sounds, over questions and titles.

Pure: an index is built from texts and asked with a text. Every way of asking is a document of its
own; an entry scores as its best one. The score is the share of the question's weight that the
document covers, so that it means the same for short and long questions.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.entry import Entry
from bot.sounds import sound
from bot.text import normalize
from bot.words import tokenizer

# Words that say how somebody asks, not what about.
_HOW = re.compile(
    r"(请问|你好|您好|我想问(一下|下)?|想问(一下|下)?|问一下|咨询(一下|下)|麻烦|谢谢|帮我|一下|"
    r"[啊呀呢吧嘛哦喔噢咯哒噻咧哈]|[?？!！,，.。、;；:：~～\s\"'“”()()《》])"
)
WEIGHTS = {"word": 1.0, "pair": 0.55, "sound": 0.35}


@dataclass(frozen=True)
class Candidate:
    """An entry and how well it fits, from 0 to 1."""

    entry_id: str
    title: str
    score: float


def tidy(text: str, synonyms: Sequence[tuple[str, str]]) -> str:
    """Normalised, without polite padding, everyday words replaced by the entries' words."""
    text = _HOW.sub("", normalize(text).lower())
    for spoken, word in synonyms:
        text = text.replace(spoken, word)
    return text


def features(text: str, cut: Callable[[str], Iterable[str]]) -> Counter[str]:
    """What a tidy text is made of, with weights by kind."""
    found: Counter[str] = Counter()
    for word in cut(text):
        if len(word) > 1 or not "\u4e00" <= word <= "\u9fff":
            found["w:" + word] += 1
    for i in range(len(text) - 1):
        found["p:" + text[i : i + 2]] += 1
    syllables = [sound(char) for char in text]
    for i in range(len(syllables) - 1):
        found["s:" + syllables[i] + "_" + syllables[i + 1]] += 1
    return found


def _weight_of(feature: str) -> float:
    return {"w": WEIGHTS["word"], "p": WEIGHTS["pair"], "s": WEIGHTS["sound"]}[feature[0]]


class Index:
    """An inverted index over every way of asking every entry."""

    def __init__(
        self,
        entries: Sequence[Entry],
        synonyms: Sequence[tuple[str, str]] = (),
        cut: Callable[[str], Iterable[str]] | None = None,
    ) -> None:
        self._synonyms = tuple(synonyms)
        self._cut = cut or tokenizer().cut
        self._titles = {entry.id: entry.title for entry in entries}
        self._owner: list[str] = []
        self._norm: list[float] = []
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._idf: dict[str, float] = {}
        self._build(entries)

    def _build(self, entries: Sequence[Entry]) -> None:
        documents: list[Counter[str]] = []
        for entry in entries:
            for text in (entry.title, *entry.questions):
                documents.append(self.features(text))
                self._owner.append(entry.id)
        seen: dict[str, set[str]] = defaultdict(set)
        for owner, document in zip(self._owner, documents, strict=True):
            for feature in document:
                seen[feature].add(owner)
        total = max(len(entries), 2)
        self._idf = {f: math.log(1 + total / len(owners)) for f, owners in seen.items()}
        self._unknown = math.log(1 + total)
        for number, document in enumerate(documents):
            weights = {f: self._weight(f, n) for f, n in document.items()}
            self._norm.append(math.sqrt(sum(w * w for w in weights.values())) or 1.0)
            for feature, weight in weights.items():
                self._postings[feature].append((number, weight))

    def _weight(self, feature: str, count: int) -> float:
        idf = self._idf.get(feature, self._unknown)
        return _weight_of(feature) * idf * (1 + math.log(count))

    def features(self, text: str) -> Counter[str]:
        """The features of a text as this index sees it."""
        return features(tidy(text, self._synonyms), self._cut)

    def rank(self, question: str, *, top: int = 5) -> list[Candidate]:
        """The best entries, best first, scores from 0 to 1."""
        asked = {f: self._weight(f, n) for f, n in self.features(question).items()}
        norm = math.sqrt(sum(w * w for w in asked.values()))
        if not norm:
            return []
        dots: dict[int, float] = defaultdict(float)
        for feature, weight in asked.items():
            for number, other in self._postings.get(feature, ()):
                dots[number] += weight * other
        best: dict[str, float] = {}
        for number, dot in dots.items():
            score = dot / (norm * self._norm[number])
            owner = self._owner[number]
            if score > best.get(owner, 0.0):
                best[owner] = score
        ranked = sorted(best.items(), key=lambda item: -item[1])[:top]
        return [Candidate(owner, self._titles[owner], round(score, 4)) for owner, score in ranked]

    def explain(self, question: str, entry_id: str) -> list[str]:
        """The words of the question that the entry knows, for the hit test."""
        asked = [f for f in self.features(question) if f.startswith("w:")]
        owners = {f: {self._owner[n] for n, _ in self._postings.get(f, ())} for f in asked}
        return [f[2:] for f in asked if entry_id in owners[f]]
