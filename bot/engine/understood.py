"""What the model read in a message, as staff see it."""

from typing import Any

from bot.conversations.records import Conversation


def note_reading(conversation: Conversation, reading: dict[str, Any] | None) -> None:
    """Keep the newest reading with the conversation, for the list that staff see."""
    intent = (reading or {}).get("intent")
    if intent:
        conversation.intent, conversation.confidence = intent["name"], intent["confidence"]


def reading_of(tracker: Any) -> dict[str, Any] | None:
    """What the model read in the person's words: kept beside the message for staff."""
    latest = tracker.latest_message if tracker is not None else None
    if latest is None:
        return None
    data = latest.parse_data or {}
    return {
        "intent": data.get("intent"),
        "ranking": [
            {"name": item["name"], "confidence": item["confidence"]}
            for item in (data.get("intent_ranking") or [])[:3]
        ],
        "entities": [
            {"entity": item["entity"], "value": item["value"]}
            for item in data.get("entities") or []
        ],
    }
