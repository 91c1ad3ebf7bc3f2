"""Telling entries apart that share most of their words. Pure.

The mean of an entry's documents says what it is about; it does not say what makes it different
from its neighbour. Some passes over all documents, a thousand at a time, move each mean towards
those that it should have won clearly and did not, and away from the mean that came nearest to
them (a perceptron with a margin, after Rocchio). How often, how far and by what margin was
chosen by cross-validation over the entries' own ways of asking (docs/knowledge.md).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

PASSES = 5
BATCH = 1024
STEP = 0.1
MARGIN = 0.6
# Documents times entries: beyond this the gain is not worth the seconds.
MOST = 20_000_000


def sharpen(documents: Any, means: Any, owners: NDArray[np.int32]) -> Any:
    """Means that tell the documents' owners apart better.

    Args:
        documents: one row a document, of length 1 (a scipy sparse matrix).
        means: one row an entry, of length 1.
        owners: for each document the row of its entry.
    """
    from scipy.sparse import csr_matrix

    if documents.shape[0] * means.shape[0] > MOST or means.shape[0] < 2:
        return means
    # One column an entry: a document's scores are then sums of whole rows, which is quick.
    columns = np.ascontiguousarray(means.T.toarray().astype(np.float32))
    # In one fixed order, the same in every run, in which neighbours stand apart.
    order = np.random.default_rng(0).permutation(documents.shape[0])
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    rows = [documents[batch] for batch in batches]
    turned = [part.T.tocsr() for part in rows]
    for _ in range(PASSES):
        for batch, part, across in zip(batches, rows, turned, strict=True):
            _move(columns, across, _moves(part @ columns, owners[batch]))
    return csr_matrix(columns.T)


def _moves(scores: NDArray[Any], owners: NDArray[np.int32]) -> Any:
    """A matrix that adds each lost document to its owner and takes it from its rival."""
    from scipy.sparse import csr_matrix

    rows = np.arange(len(owners))
    own = scores[rows, owners].copy()
    scores[rows, owners] = -np.inf
    rivals = scores.argmax(axis=1)
    lost = np.flatnonzero(own - scores[rows, rivals] < MARGIN)
    steps = np.full(len(lost), STEP, dtype=np.float32)
    where = (np.concatenate([lost, lost]), np.concatenate([owners[lost], rivals[lost]]))
    return csr_matrix((np.concatenate([steps, -steps]), where), shape=scores.shape)


def _move(columns: NDArray[np.float32], across: Any, moves: Any) -> None:
    changes = (across @ moves).tocoo()
    columns[changes.row, changes.col] += changes.data
