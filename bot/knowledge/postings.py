"""Sparse rows, looked up by feature. Pure."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Row = dict[int, float]


def matrix(rows: list[Row], features: int) -> Any:
    """Rows as a scipy sparse matrix, each of length 1."""
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((f for row in rows for f in row), dtype=np.int32, count=starts[-1])
    weights = np.fromiter((w for row in rows for w in row.values()), np.float32, count=starts[-1])
    norms = np.repeat([_length(row) for row in rows], np.diff(starts)).astype(np.float32)
    return csr_matrix((weights / norms, columns, starts), shape=(len(rows), features))


class Postings:
    """For each feature the rows it stands in and its weight there, as arrays."""

    def __init__(self, rows: Any) -> None:
        by_feature = rows.tocsc()
        self._starts, self._where = by_feature.indptr, by_feature.indices
        self._weights = by_feature.data.astype(np.float32)
        self._rows = rows.shape[0]

    def cosines(self, asked: Row) -> Floats:
        """How alike each row is to `asked`."""
        found: Floats = np.zeros(self._rows, dtype=np.float32)
        length = _length(asked)
        for feature, weight in asked.items():
            here = slice(self._starts[feature], self._starts[feature + 1])
            found[self._where[here]] += self._weights[here] * np.float32(weight / length)
        return found

    def weight_in(self, feature: int, row: int) -> float:
        """The weight of a feature in a row; 0 where it does not stand."""
        here = slice(self._starts[feature], self._starts[feature + 1])
        at = np.flatnonzero(self._where[here] == row)
        return float(self._weights[here][at[0]]) if len(at) else 0.0


def _length(row: Row) -> float:
    return math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
