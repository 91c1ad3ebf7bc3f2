"""Sparse rows, looked up by feature. Pure."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Row = dict[int, float]


def of_length_one(rows: Any) -> Any:
    """The rows of a scipy sparse matrix, each scaled to length 1; empty ones stay empty."""
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
    scaled = rows.copy()
    scaled.data /= np.repeat(lengths, np.diff(rows.indptr)).astype(rows.dtype)
    return scaled


def row_of_length_one(row: Row) -> Row:
    """A row scaled to length 1."""
    length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
    return {feature: weight / length for feature, weight in row.items()}


class Postings:
    """For each feature the rows it stands in and its weight there, as arrays."""

    def __init__(self, rows: Any) -> None:
        by_feature = rows.tocsc()
        self._starts, self._where = by_feature.indptr, by_feature.indices
        self._weights = by_feature.data.astype(np.float32)
        self._rows = rows.shape[0]

    def cosines(self, asked: Row) -> Floats:
        """How alike each row is to `asked`, a row of length 1."""
        places = [slice(self._starts[f], self._starts[f + 1]) for f in asked]
        where = np.concatenate([self._where[here] for here in places])
        shares = [
            self._weights[here] * np.float32(weight)
            for here, weight in zip(places, asked.values(), strict=True)
        ]
        found = np.bincount(where, np.concatenate(shares), minlength=self._rows)
        return found.astype(np.float32)

    def weight_in(self, feature: int, row: int) -> float:
        """The weight of a feature in a row; 0 where it does not stand."""
        here = slice(self._starts[feature], self._starts[feature + 1])
        at = np.flatnonzero(self._where[here] == row)
        return float(self._weights[here][at[0]]) if len(at) else 0.0
