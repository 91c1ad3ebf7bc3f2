"""A message that waits for a decision: the bot asked back, and the answer was a button."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from bot.actions.intake.heard import Entity, Heard, from_message


def keep(heard: Heard) -> dict[str, Any]:
    """The event that keeps a message's words and entities until the button is pressed."""
    entities = [[e.entity, e.value, e.role] for e in heard.entities]
    return dict(SlotSet("pending", {"text": heard.text, "entities": entities}))


def heard_of(tracker: Tracker) -> Heard:
    """The message that opened a form: the latest, or the kept one behind a button."""
    latest = from_message(tracker.latest_message)
    kept = tracker.get_slot("pending")
    if latest.text or not kept:
        return latest
    return Heard(
        text=kept["text"],
        intent=latest.intent,
        confidence=1.0,
        choice=latest.choice,
        entities=tuple(Entity(*item) for item in kept["entities"]),
    )
