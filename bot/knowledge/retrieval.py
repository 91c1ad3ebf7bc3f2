"""Ranking the entries for a question. Pure: built from entries, asked with a text.

Every way of asking, the title and the answer are documents of their own. An entry's score is the
weighted mean of how well its best document fits and how well all of them together do: the first
finds the question that was asked before, the second the one that nobody wrote down.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.knowledge.covering import Covering
from bot.knowledge.documents import Documents
from bot.knowledge.entry import Entry
from bot.knowledge.features import Words, tidy
from bot.knowledge.learning import sharpen
from bot.knowledge.postings import Floats, Postings, Row, of_length_one, row_of_length_one

ANSWER = 0.7  # a fit with the answer's own words counts less than one with a question's
TOGETHER = 0.85  # share of the fit with the entry as a whole
# Of more entries, only so many of the best as a whole are compared document by document.
SHORTLIST = 512


@dataclass(frozen=True)
class Candidate:
    """An entry, how well it fits, from 0 to about 1, and how much of the question it covers."""

    entry_id: str
    title: str
    score: float
    covered: Mapping[str, float] = field(default_factory=dict)


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
        self,
        entries: Sequence[Entry],
        words: Words,
        strangers: Sequence[tuple[str, str]] = (),
        *,
        before: "Index | None" = None,
    ) -> None:
        """Index the entries; what `before` has read already is not read again."""
        self._words = words
        self._ids = [entry.id for entry in entries]
        self._titles = [entry.title for entry in entries]
        self._reasons = [reason for reason, _ in strangers]
        texts = [_texts(entry) for entry in entries]
        flat = [text for several in texts for text in several]
        asked = [text for _, text in strangers]
        same = before is not None and before._words == words
        known = before._read if before is not None and same else Documents(words)
        self._read: Documents = known.also([*flat, *asked]).only([*flat, *asked])
        self._starts = np.cumsum([0, *map(len, texts)])
        self._weigh(flat, asked)

    def _weigh(self, flat: list[str], asked: list[str]) -> None:
        owners = np.repeat(np.arange(len(self._ids), dtype=np.int32), np.diff(self._starts))
        factors = np.ones(len(flat), dtype=np.float32)
        factors[self._starts[1:] - 1] = ANSWER
        counts = self._read.of(flat)
        self._learn(_sums(counts, owners, np.ones_like(factors)))
        self._single = self._weighted(counts)
        means = of_length_one(_sums(self._single, owners, factors))
        self._whole = Postings(sharpen(self._single, means, owners))
        self._single.data *= np.repeat(factors, np.diff(self._single.indptr))
        self._strangers = Postings(self._weighted(self._read.of(asked)))

    def _learn(self, entries: Any) -> None:
        """How rare each feature is among the entries; 0 when none has it."""
        total = max(len(self._ids), 2)
        seen = np.bincount(entries.indices, minlength=entries.shape[1])
        rare = np.log(1 + total / np.maximum(seen, 1)) * (seen > 0)
        self._rarity = (rare * self._read.kinds()).astype(np.float32)
        self._numbers = self._read.numbers
        self._covering = Covering(entries, rare)

    def _weighted(self, counts: Any) -> Any:
        rows = counts.copy()
        rows.data = self._rarity[rows.indices] * (1 + np.log(rows.data))
        rows.eliminate_zeros()
        return of_length_one(rows)

    def tidy(self, text: str) -> str:
        """A text as this index reads it."""
        return tidy(text, self._words.synonyms)

    def ask(self, question: str, *, top: int = 5) -> Ranked:
        """The best entries, best first."""
        features = self._words.features(question)
        asked = self._row(features)
        if not asked:
            return Ranked([], 0.0)
        whole = self._whole.cosines(asked)
        rows = _best(whole, SHORTLIST)
        single = self._nearest(asked, rows)
        scores = (1 - TOGETHER) * single + TOGETHER * whole[rows]
        best = _best(scores, top)
        best = best[np.argsort(-scores[best], kind="stable")]
        counted = self._covering.asked(features, self._numbers)
        ranked = [
            self._candidate(i, score, self._covering.by_entry(counted, i))
            for i, score in zip(rows[best], scores[best], strict=True)
            if score > 0
        ]
        reason, nearer = self._stranger(asked, float(single[best].max()))
        return Ranked(ranked, self._covering.by_any(counted), reason, nearer)

    def _candidate(self, row: int, score: float, covered: Mapping[str, float]) -> Candidate:
        return Candidate(self._ids[row], self._titles[row], round(float(score), 4), covered)

    def _row(self, features: Counter[str]) -> Row:
        numbers = [(self._numbers.get(feature), count) for feature, count in features.items()]
        return row_of_length_one(
            {
                number: float(self._rarity[number]) * (1 + math.log(count))
                for number, count in numbers
                if number is not None and self._rarity[number]
            }
        )

    def _nearest(self, asked: Row, rows: Any) -> Floats:
        """How well the best document of each of these entries fits."""
        dense = np.zeros(len(self._rarity), dtype=np.float32)
        dense[list(asked)] = list(asked.values())
        if len(rows) == len(self._ids):
            return _maxima(self._single @ dense, self._starts[:-1])
        spans = [np.arange(self._starts[row], self._starts[row + 1]) for row in rows]
        starts = np.cumsum([0, *map(len, spans[:-1])])
        return _maxima(self._single[np.concatenate(spans)] @ dense, starts)

    def _stranger(self, asked: Row, nearest_entry: float) -> tuple[str, float]:
        """Why not to answer, and how much nearer that lies than the nearest entry."""
        if not self._reasons:
            return "", -1.0
        found = self._strangers.cosines(asked)
        nearest = int(found.argmax())
        return self._reasons[nearest], float(found[nearest]) - nearest_entry

    def covered(self, question: str, entry_id: str) -> dict[str, float]:
        """For each kind of feature, the share of the question that the entry has."""
        counted = self._covering.asked(self._words.features(question), self._numbers)
        return self._covering.by_entry(counted, self._ids.index(entry_id))

    def explain(self, question: str, entry_id: str) -> list[str]:
        """The words and concepts of the question that speak for the entry, for the hit test."""
        row = self._ids.index(entry_id)
        asked = [f for f in self._words.features(question) if f[0] in "wk" and f in self._numbers]
        return [f[2:] for f in asked if self._whole.weight_in(self._numbers[f], row) > 0]


def _texts(entry: Entry) -> list[str]:
    """The documents of an entry; its answer comes last."""
    return [entry.title, *entry.questions, " ".join((entry.answer, *entry.steps))]


def _sums(rows: Any, owners: Any, factors: Any) -> Any:
    """The rows of each owner, each times its factor, added up."""
    from scipy.sparse import csr_matrix

    shape = (int(owners[-1]) + 1 if len(owners) else 0, rows.shape[0])
    return csr_matrix((factors, (owners, np.arange(rows.shape[0]))), shape=shape) @ rows


def _best(scores: Floats, count: int) -> Any:
    """The places of the highest scores, in no order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count - 1)[:count]


def _maxima(values: Any, starts: Any) -> Floats:
    found: Floats = np.maximum.reduceat(values, starts)
    return found
