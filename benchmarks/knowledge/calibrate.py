"""`python -m benchmarks.knowledge.calibrate`: the coefficients of bot/knowledge/confidence.py.

Fitted on questions whose own wording the index does not hold: ways of asking kept back from their
entries, questions of not_answered.yml kept back from it (four folds), and practice.jsonl. The exam
is not among them. Needs the trained model, for its view of each question.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from benchmarks.knowledge import practice
from bot import settings
from bot.engine.reading import Reader
from bot.knowledge import confidence, files
from bot.knowledge.confidence import Signals
from bot.knowledge.entry import Entry
from bot.knowledge.exam import Question
from bot.knowledge.library import Library

FOLDS = 4
PER_FOLD = 700  # of some 2,400 ways of asking: enough, in a minute
SEED = 3
TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Seen:
    """The signals of a question, and whether its first entry was right."""

    signals: Signals
    right: bool


def main() -> None:
    """Collect, fit, print."""
    shelf = files.load_all(settings.load().knowledge_dir)
    full = Library(shelf)
    reader = Reader(settings.load())
    seen = [*_kept_back(shelf, full, reader), *_looked_at(full, practice.questions(), reader)]
    constant, weights = _fit(seen)
    print(f"{len(seen)} questions, {sum(one.right for one in seen)} with the right entry first")
    print(f"CONSTANT = {constant:.2f}")
    print("WEIGHTS =", {name: round(weight, 2) for name, weight in weights.items()})


def _kept_back(shelf: files.Shelfful, full: Library, reader: Reader) -> Iterator[Seen]:
    chance = random.Random(SEED)
    strangers = chance.sample(shelf.strangers, len(shelf.strangers))
    for fold in range(FOLDS):
        entries, asked = _without_some(shelf.entries, fold)
        unknown = strangers[fold::FOLDS]
        known = [one for one in strangers if one not in unknown]
        library = Library(replace(shelf, entries=entries, strangers=known), before=full)
        some = chance.sample(asked, PER_FOLD)
        strange = [Question(text, frozenset()) for _, text in unknown]
        yield from _looked_at(library, [*some, *strange], reader)
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)


def _without_some(entries: Sequence[Entry], fold: int) -> tuple[list[Entry], list[Question]]:
    """Entries that lack a quarter of their ways of asking, and these with their entries."""
    same = {e.id: {e.id, e.replaced_by or e.id} for e in entries}
    for entry in entries:
        if entry.replaced_by:
            same[entry.replaced_by].add(entry.id)
    kept, asked = [], []
    for entry in entries:
        mixed = random.Random(entry.id).sample(entry.questions, len(entry.questions))
        taken = set(mixed[fold::FOLDS])
        kept.append(replace(entry, questions=tuple(q for q in entry.questions if q not in taken)))
        asked += [Question(text, frozenset(same[entry.id])) for text in mixed[fold::FOLDS]]
    return kept, asked


def _looked_at(library: Library, questions: Sequence[Question], reader: Reader) -> Iterator[Seen]:
    for question in questions:
        ranked = library.ranked(question.text, today=TODAY)
        seen = confidence.signals(ranked, _outside(reader, question.text))
        if seen is not None:
            yield Seen(seen, ranked.candidates[0].entry_id in question.entries)


def _outside(reader: Reader, text: str) -> float:
    ranking = reader.parse(text)["intent_ranking"]
    return next((one["confidence"] for one in ranking if one["name"] == "out_of_scope"), 0.0)


def _fit(seen: Sequence[Seen]) -> tuple[float, dict[str, float]]:
    from sklearn.linear_model import LogisticRegression

    names = list(seen[0].signals.terms())
    terms = np.array([list(one.signals.terms().values()) for one in seen])
    fitted = LogisticRegression(C=100, max_iter=3000).fit(terms, [one.right for one in seen])
    return float(fitted.intercept_[0]), dict(zip(names, map(float, fitted.coef_[0]), strict=True))


if __name__ == "__main__":
    main()
