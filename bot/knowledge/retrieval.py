"""Ranking the entries for a question. Pure: built from entries, asked with a text.

Every way of asking, the title and the answer are documents of their own. An entry's score is the
weighted mean of how well its best document fits and how well all of them together do: the first
finds the question that was asked before, the second the one that nobody wrote down.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.entry import Entry
from bot.knowledge.features import Words, tidy, weight_of
from bot.knowledge.learning import sharpen
from bot.knowledge.postings import Postings, Row, matrix

ANSWER = 0.7  # a fit with the answer's own words counts less than one with a question's
TOGETHER = 0.8  # share of the fit with the entry as a whole

Document = tuple[Counter[str], float]


@dataclass(frozen=True)
class Candidate:
    """An entry and how well it fits, from 0 to about 1."""

    entry_id: str
    title: str
    score: float


@dataclass(frozen=True)
class Ranked:
    """The best entries, and what speaks against answering.

    `known` is the share of the question's words that some entry has; `stranger` the reason of the
    nearest question that must not be answered, `nearer` how much nearer it is than the best entry.
    """

    candidates: list[Candidate]
    known: float
    stranger: str = ""
    nearer: float = -1.0


class Index:
    """All entries, ready to be asked."""

    def __init__(
        self, entries: Sequence[Entry], words: Words, strangers: Sequence[tuple[str, str]] = ()
    ) -> None:
        self._words = words
        self._ids = [entry.id for entry in entries]
        self._titles = [entry.title for entry in entries]
        documents = [_documents(entry, words) for entry in entries]
        self._learn([_together(several) for several in documents])
        lengths = np.array([len(several) for several in documents] or [0])
        self._starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        self._factor = np.array([f for s in documents for _, f in s], dtype=np.float32)
        size = len(self._feature)
        single = matrix([self._weighted(d) for s in documents for d, _ in s], size)
        means = matrix([self._mean(several) for several in documents], size)
        owners = np.repeat(np.arange(len(entries), dtype=np.int32), lengths[: len(entries)])
        self._reasons = [reason for reason, _ in strangers]
        asked = [self._weighted(words.features(text)) for _, text in strangers]
        self._strangers = Postings(matrix(asked, size))
        self._single, self._whole = Postings(single), Postings(sharpen(single, means, owners))

    def _learn(self, entries: list[Counter[str]]) -> None:
        seen = Counter(feature for entry in entries for feature in entry)
        total = max(len(entries), 2)
        self._feature = {feature: number for number, feature in enumerate(seen)}
        self._idf = {feature: math.log(1 + total / n) for feature, n in seen.items()}
        self._unknown = math.log(1 + total)

    def _weighted(self, document: Counter[str]) -> Row:
        return {
            self._feature[f]: weight_of(f) * self._idf[f] * (1 + math.log(n))
            for f, n in document.items()
            if f in self._feature
        }

    def _mean(self, documents: list[Document]) -> Row:
        total: defaultdict[int, float] = defaultdict(float)
        for document, factor in documents:
            row = self._weighted(document)
            length = math.sqrt(sum(w * w for w in row.values())) or 1.0
            for feature, weight in row.items():
                total[feature] += factor * weight / length
        return total

    def tidy(self, text: str) -> str:
        """A text as this index reads it."""
        return tidy(text, self._words.synonyms)

    def ask(self, question: str, *, top: int = 5) -> Ranked:
        """The best entries, best first."""
        features = self._words.features(question)
        asked = self._weighted(features)
        if not asked or not self._ids:
            return Ranked([], 0.0)
        single = np.maximum.reduceat(self._single.cosines(asked) * self._factor, self._starts)
        scores = (1 - TOGETHER) * single + TOGETHER * self._whole.cosines(asked)
        count = min(top, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        ranked = [
            Candidate(self._ids[i], self._titles[i], round(float(scores[i]), 4))
            for i in best[np.argsort(-scores[best], kind="stable")]
            if scores[i] > 0
        ]
        reason, nearer = self._stranger(asked, float(single[best].max()))
        return Ranked(ranked, self._known(features), reason, nearer)

    def _stranger(self, asked: Row, nearest_entry: float) -> tuple[str, float]:
        """Why not to answer, and how much nearer that lies than the nearest entry."""
        if not self._reasons:
            return "", -1.0
        found = self._strangers.cosines(asked)
        nearest = int(found.argmax())
        return self._reasons[nearest], float(found[nearest]) - nearest_entry

    def _known(self, features: Counter[str]) -> float:
        """Of the question's words, weighted by rarity, the share that some entry has."""
        words = [f for f in features if f[0] == "w"]
        weights = [self._idf.get(f, self._unknown) for f in words]
        known = sum(w for f, w in zip(words, weights, strict=True) if f in self._idf)
        return known / sum(weights) if weights else 0.0

    def explain(self, question: str, entry_id: str) -> list[str]:
        """The words and concepts of the question that speak for the entry, for the hit test."""
        row = self._ids.index(entry_id)
        asked = [f for f in self._words.features(question) if f[0] in "wk" and f in self._feature]
        return [f[2:] for f in asked if self._whole.weight_in(self._feature[f], row) > 0]


def _documents(entry: Entry, words: Words) -> list[Document]:
    asked = [(words.features(text), 1.0) for text in (entry.title, *entry.questions)]
    told = words.features(" ".join((entry.answer, *entry.steps)))
    return [*asked, (told, ANSWER)]


def _together(documents: list[Document]) -> Counter[str]:
    total: Counter[str] = Counter()
    for document, _ in documents:
        total.update(document)
    return total
