"""Texts as rows of numbered features. Pure.

Cutting a text into features costs most of an index; a publication changes one entry of hundreds.
So the texts of an index are read on from those of the index before: only new ones are cut.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bot.knowledge import letters
from bot.knowledge.features import Words, tidy, weight_of


@dataclass(frozen=True)
class Documents:
    """How often each feature stands in each text that was read. Never changed once made."""

    words: Words
    numbers: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    counts: Any = None

    def also(self, texts: Iterable[str]) -> "Documents":
        """These documents with every one of `texts` among them."""
        new = list(dict.fromkeys(text for text in texts if text not in self.rows))
        if not new:
            return self
        numbers = dict(self.numbers)
        plain = [tidy(text, self.words.synonyms) for text in new]
        counts = _counts(plain, self.words, numbers)
        rows = self.rows | {text: len(self.rows) + at for at, text in enumerate(new)}
        return Documents(self.words, numbers, rows, _below(self.counts, counts))

    def only(self, texts: Sequence[str]) -> "Documents":
        """These documents without the texts that are no longer wanted."""
        kept = dict.fromkeys(texts)
        if len(kept) == len(self.rows):
            return self
        rows = {text: at for at, text in enumerate(kept)}
        return Documents(self.words, self.numbers, rows, self.of(list(kept)))

    def of(self, texts: Sequence[str]) -> Any:
        """One row of counts for each text, in this order: a scipy sparse matrix."""
        from scipy.sparse import csr_matrix

        if not texts:
            return csr_matrix((0, len(self.numbers)), dtype=np.float32)
        return self.counts[[self.rows[text] for text in texts]]

    def kinds(self) -> Any:
        """How much each feature counts for its kind."""
        return np.array([weight_of(feature) for feature in self.numbers], dtype=np.float32)


def _counts(plain: list[str], words: Words, numbers: dict[str, int]) -> Any:
    """How often each feature stands in each tidied text; new features get the next numbers."""
    from scipy.sparse import csr_matrix

    rows, columns, counts = array("q"), array("q"), array("f")
    for row, text in enumerate(plain):
        found = words.meanings(text)
        rows.extend([row] * len(found))
        columns.extend([numbers.setdefault(feature, len(numbers)) for feature in found])
        counts.extend(found.values())
    more_rows, more_columns = letters.counted(plain, numbers)
    where = (
        np.concatenate([np.array(rows, np.int64), more_rows]),
        np.concatenate([np.array(columns, np.int64), more_columns]),
    )
    ones = np.ones(len(more_rows), dtype=np.float32)
    data = np.concatenate([np.array(counts, np.float32), ones])
    # Letters that stand twice in a text are added up.
    return csr_matrix((data, where), shape=(len(plain), len(numbers)))


def _below(above: Any, below: Any) -> Any:
    from scipy.sparse import csr_matrix, vstack

    if above is None:
        return below
    shape = (above.shape[0], below.shape[1])
    return vstack([csr_matrix((above.data, above.indices, above.indptr), shape), below], "csr")
