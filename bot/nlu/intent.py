"""The intent model: a calibrated linear model on words, characters, sounds and classes.

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

from bot.nlu import model
from bot.nlu.model import IntentModel

RANKING = 10
FILE = "intent.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Gives every message an intent, a confidence that means something, and a ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 0.3}

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "pypinyin", "jieba"]

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        fitted: IntentModel | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._model = fitted

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
        texts, intents = [m.get(TEXT) for m in examples], [m.get(INTENT) for m in examples]
        self._model = model.fit(texts, intents, c=self._config["C"])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / FILE, compress=3)
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
            return cls(config, model_storage, resource, joblib.load(folder / FILE))

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
        assert self._model is not None, "train or load before asking"
        chances = self._model.chances([text])[0]
        return [
            {"name": self._model.intents[i], "confidence": float(chances[i])}
            for i in np.argsort(-chances)
        ]
