"""The contract's entities as a Rasa component: rules, gazetteer, check digits, no guessing."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.centers.regions import Gazetteer
from bot.nlu.reading import read_entities
from bot.settings import ROOT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityReader(GraphComponent):
    """Adds what `bot.nlu.reading` finds to the message."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", "jieba"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EntityReader":
        return cls(Gazetteer.load(ROOT / "knowledge" / "regions.csv"))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = read_entities(message.get(TEXT) or "", self._gazetteer)
            message.set(ENTITIES, [_as_rasa(entity) for entity in found], add_to_output=True)
        return messages


def _as_rasa(entity: Any) -> dict[str, Any]:
    result = {
        "entity": entity.entity,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "extractor": "EntityReader",
    }
    if entity.role:
        result["role"] = entity.role
    return result
