"""What a turn notes about a message: how it was read, how long after the one before it came."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Message


def hours_since_last(session: Session, conversation_id: str, said: Message) -> float:
    """Hours between this message and the person's or bot's line before it; 0 for the first."""
    before = session.scalar(
        select(Message.created_at)
        .where(Message.conversation_id == conversation_id, Message.seq < said.seq)
        .order_by(Message.seq.desc())
        .limit(1)
    )
    return 0.0 if before is None else (said.created_at - before).total_seconds() / 3600


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
