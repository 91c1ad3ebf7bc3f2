"""What each thing seen in a message weighs: scikit-learn's TF-IDF, for one message at a time.

Its vectorizers check and copy sparse matrices for many messages at once; for a single message that
takes longer than the sums themselves. A test holds both to the same weights.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.pipeline import FeatureUnion

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Part:
    """One way of looking at a message: its runs, the column of each, and their rarity."""

    runs: Callable[[str], list[str]]
    columns: dict[str, int]
    rarity: Floats
    first: int
    weight: float

    def weigh(self, text: str) -> tuple[NDArray[np.intp], Floats]:
        """Columns of the runs of a prepared text, and what each weighs; a length of `weight`."""
        columns = self.columns
        counted = Counter(columns[run] for run in self.runs(text) if run in columns)
        found = np.fromiter(counted.keys(), np.intp, len(counted))
        often = np.fromiter(counted.values(), np.float32, len(counted))
        weights = (1 + np.log(often)) * self.rarity[found]
        length = float(np.sqrt(weights @ weights)) or 1.0
        return found + self.first, weights * (self.weight / length)


def parts(fitted: "FeatureUnion") -> tuple[Part, ...]:
    """The parts of a fitted union of TF-IDF vectorizers whose analyzers are functions."""
    return tuple(_parts(fitted))


def _parts(fitted: "FeatureUnion") -> Iterator[Part]:
    first = 0
    for name, vectorizer in fitted.transformer_list:
        columns = {run: int(column) for run, column in vectorizer.vocabulary_.items()}
        weight = (fitted.transformer_weights or {}).get(name, 1.0)
        rarity = vectorizer.idf_.astype(np.float32)
        yield Part(vectorizer.analyzer, columns, rarity, first, weight)
        first += len(columns)


def weigh(looked_at: tuple[Part, ...], text: str) -> tuple[NDArray[np.intp], Floats]:
    """All columns of a prepared text and what each weighs."""
    found = [part.weigh(text) for part in looked_at]
    return np.concatenate([c for c, _ in found]), np.concatenate([w for _, w in found])
