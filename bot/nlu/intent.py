"""The intent model: calibrated logistic regression on words, characters and sounds.

Why this one: docs/decisions/0004-intent-model.md and docs/nlu.md hold the comparison.
"""

from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from bot.nlu import features

RANKING = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Gives every message an intent, a confidence that means something, and a ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 12.0, "max_iter": 300}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "pypinyin", "jieba"]

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        vectorizer: Any = None,
        model: Any = None,
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._vectorizer, self._model = vectorizer, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentClassifier":
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every message that has an intent, and store the result with the model."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        texts = features.prepared(m.get(TEXT) for m in examples)
        labels = [m.get(INTENT) for m in examples]
        self._vectorizer = features.union()
        matrix = self._vectorizer.fit_transform(texts)
        self._model = LogisticRegression(
            C=self._config["C"],
            max_iter=self._config["max_iter"],
            class_weight="balanced",
            multi_class="multinomial",
            solver="lbfgs",
        )
        self._model.fit(matrix, labels)
        self._model.coef_ = self._model.coef_.astype(np.float32)
        for _, part in self._vectorizer.transformer_list:
            # The rare words it left out: memory for nothing, and messages' words in the model.
            part.stop_words_ = None
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._vectorizer, self._model), folder / "intent.joblib", compress=3)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentClassifier":
        with model_storage.read_from(resource) as folder:
            vectorizer, model = joblib.load(folder / "intent.joblib")
        return cls(config, model_storage, resource, vectorizer, model)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self.rank(message.get(TEXT) or "")
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:RANKING], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def rank(self, text: str) -> list[dict[str, Any]]:
        """All intents with their probability, most likely first."""
        matrix = self._vectorizer.transform([features.prepare(text)])
        chances = self._model.predict_proba(matrix)[0]
        order = np.argsort(-chances)
        return [
            {"name": str(self._model.classes_[i]), "confidence": float(chances[i])} for i in order
        ]
