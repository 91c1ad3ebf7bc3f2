"""The intent model without Rasa: a linear support vector machine whose scores mean chances.

Scores of messages that a model has not seen (three folds) give the temperature with which a
softmax over the scores is most likely right: confidence then means how often it is (docs/nlu.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu import features
from bot.nlu.weighing import Part, parts, weigh

if TYPE_CHECKING:
    from sklearn.svm import LinearSVC

Floats = NDArray[np.floating[Any]]
FOLDS = 3


@dataclass(frozen=True)
class IntentModel:
    """What is looked at, its weights for each intent, and the temperature of their scores."""

    parts: tuple[Part, ...]
    intents: tuple[str, ...]
    weights: Floats
    biases: Floats
    temperature: float

    def chances(self, texts: Sequence[str]) -> Floats:
        """For each text the chance of each of `intents`; rows add up to 1."""
        scores = np.array([self._scores(text) for text in features.prepared(texts)])
        return softmax(scores * self.temperature)

    def _scores(self, text: str) -> Floats:
        columns, weights = weigh(self.parts, text)
        scores: Floats = weights @ self.weights[columns] + self.biases
        return scores


def fit(texts: Sequence[str], intents: Sequence[str], *, c: float) -> IntentModel:
    """Learn from messages and their intents.

    Args:
        texts: the messages as people wrote them.
        intents: the intent of each.
        c: how much a wrong message costs; higher follows the messages more closely.
    """
    labels = np.array(intents)
    vectorizer = features.union()
    matrix = vectorizer.fit_transform(features.prepared(texts)).tocsr()
    fitted = machine(c).fit(matrix, labels)
    temperature = _temperature(matrix, labels, c)
    return IntentModel(
        parts=parts(vectorizer),
        intents=tuple(str(name) for name in fitted.classes_),
        weights=np.ascontiguousarray(fitted.coef_.T, dtype=np.float32),
        biases=fitted.intercept_.astype(np.float32),
        temperature=temperature,
    )


def softmax(scores: Floats) -> Floats:
    """Scores of each row as chances that add up to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def machine(c: float) -> "LinearSVC":
    """An unfitted machine; `c` as in `fit`."""
    # Imported for training only: it takes a second and 60 MB.
    from sklearn.svm import LinearSVC

    return LinearSVC(C=c, class_weight="balanced", random_state=0)


def _temperature(matrix: Any, labels: NDArray[Any], c: float) -> float:
    from scipy.optimize import minimize_scalar
    from sklearn.model_selection import StratifiedKFold

    names, gold = np.unique(labels, return_inverse=True)
    scores = np.zeros((len(labels), len(names)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for known, unseen in folds.split(matrix, labels):
        fold = machine(c).fit(matrix[known], labels[known])
        scores[unseen] = fold.decision_function(matrix[unseen])

    def surprise(temperature: float) -> float:
        chances = softmax(scores * temperature)[np.arange(len(gold)), gold]
        return float(-np.log(chances + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 20.0), method="bounded").x)
