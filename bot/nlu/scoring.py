"""What the vectorizers and the weights make of one message, without scikit-learn's machinery.

The same numbers as `vectorizer.transform(texts) @ weights.T`, which takes ten times as long for a
single text: it is made for thousands (tests/nlu/test_scoring.py holds the two together).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
# How a text is cut, the columns of its terms, their weights, the first column among all.
_Part = tuple[Callable[[str], Iterable[str]], dict[str, int], Floats, int]
_SPACES = re.compile(r"\s\s+")


class Scorer:
    """The vectorizers and weights of a model, laid out for one message at a time.

    Args:
        vectorizer: a fitted union of TF-IDF vectorizers with sublinear counts.
        weights: a row for each intent, a column for each feature.
    """

    def __init__(self, vectorizer: Any, weights: Floats) -> None:
        self._weights = weights
        self._parts: list[_Part] = []
        first = 0
        for _, part in vectorizer.transformer_list:
            self._parts.append((_analyzer(part), part.vocabulary_, part.idf_, first))
            first += len(part.idf_)

    def scores(self, text: str) -> Floats:
        """One score for each row of the weights, without biases; `text` is prepared already."""
        total = np.zeros(len(self._weights), dtype=np.float64)
        for analyze, vocabulary, idf, first in self._parts:
            columns, counts = _known(analyze(text), vocabulary)
            if columns:
                values = (1.0 + np.log(counts)) * idf[columns]
                shares = values / np.sqrt(values @ values)
                total += self._weights[:, [first + column for column in columns]] @ shares
        return total


def _known(terms: Iterable[str], vocabulary: dict[str, int]) -> tuple[list[int], list[int]]:
    """The columns of the terms the model knows, and how often each occurs."""
    found = [(vocabulary[term], n) for term, n in Counter(terms).items() if term in vocabulary]
    return [column for column, _ in found], [count for _, count in found]


def _analyzer(part: Any) -> Callable[[str], Iterable[str]]:
    if callable(part.analyzer):
        return part.analyzer
    assert part.analyzer == "char", "only what features.union() makes"
    low, high = part.ngram_range
    return lambda text: char_ngrams(text, low, high)


def char_ngrams(text: str, low: int, high: int) -> list[str]:
    """Runs of `low` to `high` characters, runs of spaces taken as one."""
    text = _SPACES.sub(" ", text)
    return [
        text[start : start + size]
        for size in range(low, min(high, len(text)) + 1)
        for start in range(len(text) - size + 1)
    ]
