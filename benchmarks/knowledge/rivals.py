"""What search libraries do out of the box: BM25 and TF-IDF cosine, both on jieba's words."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bot.knowledge.entry import Entry
from bot.words import tokenizer

Ranking = tuple[list[str], float]  # entries, the best first, and the score of the first
Rival = Callable[[str], Ranking]
TOP = 3


def bm25(entries: Sequence[Entry]) -> Rival:
    """BM25 over every way of asking, title and answer; an entry is as good as its best text."""
    import bm25s

    index = bm25s.BM25()
    index.index([_words(text) for text in _texts(entries)], show_progress=False)
    return _by_best_text(entries, lambda question: index.get_scores(_words(question)))


def tf_idf(entries: Sequence[Entry]) -> Rival:
    """The cosine of TF-IDF vectors over the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=_words)
    rows = vectors.fit_transform(_texts(entries))

    def scores(question: str) -> Any:
        return (rows @ vectors.transform([question]).T).toarray().ravel()

    return _by_best_text(entries, scores)


def _texts(entries: Sequence[Entry]) -> list[str]:
    return [text for entry in entries for text in (entry.title, *entry.questions, entry.answer)]


def _words(text: str) -> list[str]:
    return [word for word in tokenizer().lcut(text.lower()) if word.strip()]


def _by_best_text(entries: Sequence[Entry], scores: Callable[[str], Any]) -> Rival:
    ids = [entry.id for entry in entries]
    starts = np.cumsum([0, *(len(entry.questions) + 2 for entry in entries[:-1])])

    def ranked(question: str) -> Ranking:
        best = np.maximum.reduceat(np.asarray(scores(question)), starts)
        order = np.argsort(-best, kind="stable")[:TOP]
        return [ids[row] for row in order], float(best[order[0]])

    return ranked
