"""Other ways to read intents, each fitted on texts and labels and asked for chances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import Normalizer, normalize

from bot.nlu import features, model

Floats = NDArray[np.floating[Any]]
Chances = Callable[[Sequence[str]], tuple[Floats, tuple[str, ...]]]
NEIGHBOURS = 15
DIMENSIONS = 200


@dataclass(frozen=True)
class Candidate:
    """A model by its name, and how to fit it."""

    name: str
    fit: Callable[[Sequence[str], Sequence[str]], Chances]


def machine_on(*parts: str) -> Callable[[Sequence[str], Sequence[str]], Chances]:
    """A support vector machine on some of our features, scores as a plain softmax."""

    def fit(texts: Sequence[str], labels: Sequence[str]) -> Chances:
        union = _only(*parts)
        matrix = union.fit_transform(features.prepared(texts))
        fitted = model.machine(0.3).fit(matrix, labels)

        def chances(asked: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
            scores = fitted.decision_function(union.transform(features.prepared(asked)))
            return model.softmax(scores), tuple(fitted.classes_)

        return chances

    return fit


def logistic(texts: Sequence[str], labels: Sequence[str]) -> Chances:
    """Logistic regression on words and characters."""
    union = _only("words", "chars")
    machine = LogisticRegression(C=4, solver="liblinear", class_weight="balanced")
    machine.fit(union.fit_transform(features.prepared(texts)), labels)
    return lambda asked: (
        machine.predict_proba(union.transform(features.prepared(asked))),
        tuple(machine.classes_),
    )


def own_vectors(texts: Sequence[str], labels: Sequence[str]) -> Chances:
    """Vectors of 200 dimensions learnt from the messages themselves, then logistic regression."""
    union = _only("words", "chars")
    space = make_pipeline(TruncatedSVD(DIMENSIONS, random_state=0), Normalizer(copy=False))
    vectors = space.fit_transform(union.fit_transform(features.prepared(texts)))
    machine = LogisticRegression(C=20, max_iter=300, class_weight="balanced").fit(vectors, labels)
    return lambda asked: (
        machine.predict_proba(space.transform(union.transform(features.prepared(asked)))),
        tuple(machine.classes_),
    )


def neighbours(texts: Sequence[str], labels: Sequence[str]) -> Chances:
    """The votes of the nearest messages, by the cube of their likeness."""
    union = features.union()
    known = normalize(union.fit_transform(features.prepared(texts)))
    names, gold = np.unique(np.array(labels), return_inverse=True)

    def chances(asked: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
        likeness = (normalize(union.transform(features.prepared(asked))) @ known.T).toarray()
        votes = np.zeros((len(asked), len(names)))
        for row, nearest in enumerate(np.argpartition(-likeness, NEIGHBOURS)[:, :NEIGHBOURS]):
            np.add.at(votes[row], gold[nearest], likeness[row, nearest] ** 3 + 1e-9)
        return votes / votes.sum(axis=1, keepdims=True), tuple(names)

    return chances


def ours(texts: Sequence[str], labels: Sequence[str]) -> Chances:
    """The model in use."""
    fitted = model.fit(texts, labels, c=0.3)
    return lambda asked: (fitted.chances(asked), fitted.intents)


def ensemble(texts: Sequence[str], labels: Sequence[str]) -> Chances:
    """The model in use, logistic regression and the neighbours' votes, averaged."""
    parts = [ours(texts, labels), logistic(texts, labels), neighbours(texts, labels)]

    def chances(asked: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
        answers = [part(asked) for part in parts]
        return sum(a * w for (a, _), w in zip(answers, (0.6, 0.3, 0.1), strict=True)), answers[0][1]

    return chances


def _only(*names: str) -> FeatureUnion:
    union = features.union()
    kept = [(name, part) for name, part in union.transformer_list if name in names]
    weights = {name: features.WEIGHTS[name] for name in names if name in features.WEIGHTS}
    return FeatureUnion(kept, transformer_weights=weights)


CANDIDATES = (
    Candidate("logistic regression: words, characters", logistic),
    Candidate("linear SVM: words, characters", machine_on("words", "chars")),
    Candidate("linear SVM: words, characters, sounds", machine_on("words", "chars", "sounds")),
    Candidate("logistic regression on own vectors (LSA, 200)", own_vectors),
    Candidate("vote of the nearest messages", neighbours),
    Candidate("calibrated ensemble of three", ensemble),
    Candidate("ours: words, characters, sounds, classes; calibrated", ours),
)
