"""What the model read in people's messages, read back: unsure ones, corrections, training messages.

Every text that leaves here is masked; corrections stand beside the message's reading.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from bot.conversations.records import Message
from bot.errors import NotFound, Refused
from bot.text import mask, normalize

LONGEST = 400


@dataclass(frozen=True)
class Unsure:
    """One wording the model was unsure of, with how often it came and its first message."""

    message_id: int
    text: str
    count: int
    intent: str
    confidence: float
    corrected: str | None

    def as_json(self) -> dict[str, Any]:
        """As one line of `hotline check gaps`."""
        return asdict(self)


def unsure(session: Session, *, below: float, limit: int, scan: int = 20_000) -> list[Unsure]:
    """Messages read with less confidence than `below`, or corrected; the most frequent first.

    The newest `scan` messages of people are looked at, alike wordings counted together.
    """
    seen: dict[str, Message] = {}
    counts: Counter[str] = Counter()
    for message in _newest_readings(session, scan):
        if _confidence(message) < below or _corrected(message):
            key = normalize(message.text).lower()
            counts[key] += 1
            seen.setdefault(key, message)
    return [_as_unsure(seen[key], count) for key, count in counts.most_common(limit)]


def correct(
    session: Session, message_id: int, intent: str, *, known: Collection[str], by: str
) -> None:
    """Say what a message really meant; it becomes a candidate for training.

    Raises:
        NotFound: there is no such message of a person.
        Refused: no such intent.
    """
    message = session.get(Message, message_id)
    if message is None or message.sender != "user" or message.reading is None:
        raise NotFound(f"no message {message_id} that the model has read")
    if intent not in known:
        raise Refused(f"没有「{intent}」这种意图。")
    message.reading = {**message.reading, "corrected": intent, "corrected_by": by}
    flag_modified(message, "reading")


def as_training(session: Session, scan: int = 20_000) -> str:
    """The corrected messages as a training file, personal data masked, each wording once."""
    by_intent: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for message in _newest_readings(session, scan):
        intent = _corrected(message)
        if intent:
            by_intent[intent][_one_line(message.text)] = None
    lines = ['version: "3.1"', "nlu:"]
    for intent in sorted(by_intent):
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {text}" for text in by_intent[intent]]
    return "\n".join(lines) + "\n"


def _newest_readings(session: Session, scan: int) -> list[Message]:
    query = select(Message).where(Message.sender == "user", Message.reading.is_not(None))
    return list(session.scalars(query.order_by(Message.id.desc()).limit(scan)))


def _as_unsure(message: Message, count: int) -> Unsure:
    intent = (message.reading or {}).get("intent") or {}
    return Unsure(
        message_id=message.id,
        text=_one_line(message.text),
        count=count,
        intent=str(intent.get("name")),
        confidence=round(_confidence(message), 3),
        corrected=_corrected(message),
    )


def _confidence(message: Message) -> float:
    ranking = (message.reading or {}).get("ranking") or []
    real = [r["confidence"] for r in ranking if r["name"] != "nlu_fallback"]
    return float(real[0]) if real else 0.0


def _corrected(message: Message) -> str | None:
    return (message.reading or {}).get("corrected")


def _one_line(text: str) -> str:
    masked = mask(" ".join(text.split()))[:LONGEST]
    return masked.replace("[", "（").replace("]", "）")
