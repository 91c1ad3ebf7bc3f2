"""One message of the person as the forms see it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entity:
    """One entity with its normalised value; `role` tells two places apart."""

    entity: str
    value: str
    role: str | None = None


@dataclass(frozen=True)
class Heard:
    """The words, what the model read in them, or the button that was pressed instead."""

    text: str
    intent: str
    confidence: float
    entities: tuple[Entity, ...] = ()
    choice: str | None = None

    def all(self, name: str) -> list[str]:
        """Values of one kind of entity, in order, without repeats."""
        return list(dict.fromkeys(e.value for e in self.entities if e.entity == name))

    def first(self, name: str) -> str | None:
        """The first value of one kind of entity."""
        values = self.all(name)
        return values[0] if values else None


def from_message(latest: dict[str, Any]) -> Heard:
    """From the `latest_message` of a Rasa tracker."""
    found = latest.get("entities") or []
    choice = next((e["value"] for e in found if e["entity"] == "choice"), None)
    ranking = latest.get("intent_ranking") or []
    intent = (latest.get("intent") or {}).get("name") or ""
    confidence = (latest.get("intent") or {}).get("confidence") or 0.0
    if intent == "nlu_fallback" and len(ranking) > 1:
        intent, confidence = ranking[1]["name"], ranking[1]["confidence"]
    text = latest.get("text") or ""
    # Free text never starts with a slash when it gets here: this is a button.
    pressed = text.startswith("/")
    return Heard(
        text="" if pressed else text,
        intent=intent,
        confidence=float(confidence),
        entities=tuple(
            Entity(e["entity"], str(e["value"]), e.get("role"))
            for e in found
            if e["entity"] != "choice"
        ),
        choice=choice,
    )
