"""How much of a question an entry, or any entry at all, has words for. Pure.

An entry can be on the right matter and yet lack what is asked about it: 「志愿者有没有补贴」 finds
the entry on volunteers, which says nothing of allowances. The score does not tell; this does.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Words, concepts, classes of words, pairs of characters, characters.
KINDS = "wkgpc"


@dataclass(frozen=True)
class Asked:
    """A question's features of the kinds that count: number (-1: no entry has it), kind, weight."""

    numbers: NDArray[np.int64]
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]


class Covering:
    """Which features stand in which entries, and how rare they are."""

    def __init__(self, entries: Any, rare: NDArray[Any]) -> None:
        """`entries`: a sparse row of counts for each; `rare`: 0 where no entry has a feature."""
        entries.sort_indices()
        self._starts, self._has = entries.indptr, entries.indices
        self._rare, self._unknown = rare, math.log(1 + max(entries.shape[0], 2))

    def asked(self, features: Counter[str], numbers: dict[str, int]) -> Asked:
        """A question's features; one that no entry has weighs as much as the rarest."""
        counted = [feature for feature in features if feature[0] in KINDS]
        places = np.array([numbers.get(feature, -1) for feature in counted], dtype=np.int64)
        rare = np.where(places >= 0, self._rare[places], 0.0) if len(places) else places * 0.0
        kinds = np.array([KINDS.index(feature[0]) for feature in counted], dtype=np.int64)
        weights = np.where(rare > 0, rare, self._unknown)
        return Asked(np.where(rare > 0, places, -1), kinds, weights)

    def by_entry(self, asked: Asked, row: int) -> dict[str, float]:
        """For each kind the share, weighted by rarity, that the entry has; 1 of nothing asked."""
        has = self._has[self._starts[row] : self._starts[row + 1]]
        at = np.minimum(np.searchsorted(has, asked.numbers), max(len(has) - 1, 0))
        here = (has[at] == asked.numbers) if len(has) else np.zeros(len(at), dtype=bool)
        found = np.bincount(asked.kinds, asked.weights * here, minlength=len(KINDS))
        whole = np.bincount(asked.kinds, asked.weights, minlength=len(KINDS))
        shares = np.where(whole > 0, found / np.where(whole > 0, whole, 1.0), 1.0)
        return dict(zip(KINDS, map(float, shares), strict=True))

    def by_any(self, asked: Asked) -> float:
        """The share of the question's words that any entry has; 0 when it has no words."""
        words = asked.kinds == KINDS.index("w")
        total = float(asked.weights[words].sum())
        return float(asked.weights[words & (asked.numbers >= 0)].sum()) / total if total else 0.0
