"""Messages the model was unsure of, and those colleagues corrected, read back with counts.

Every text that leaves here is masked, and can be exported as training messages.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import corrections
from bot.conversations.inbox import USER
from bot.conversations.reading_records import ReadingCorrection
from bot.conversations.records import Message
from bot.errors import NotFound
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

    def as_json(self) -> dict[str, Any]:
        """As one line of `hotline check gaps`."""
        return asdict(self)


def unsure(session: Session, *, below: float, limit: int, scan: int = 20_000) -> list[Unsure]:
    """Messages read with less confidence than `below`; the most frequent wording first.

    The newest `scan` messages of people are looked at, alike wordings counted together.
    """
    query = select(Message).where(Message.sender == USER, Message.reading.is_not(None))
    seen: dict[str, Message] = {}
    counts: Counter[str] = Counter()
    for message in session.scalars(query.order_by(Message.id.desc()).limit(scan)):
        if _best(message)[1] < below:
            key = normalize(message.text).lower()
            counts[key] += 1
            seen.setdefault(key, message)
    return [_as_unsure(seen[key], count) for key, count in counts.most_common(limit)]


def label(session: Session, message_id: int, intent: str, *, by: str, at: datetime) -> None:
    """Say what an unsure message really meant.

    Raises:
        NotFound: there is no such message of a person.
    """
    message = session.get(Message, message_id)
    if message is None or message.sender != USER:
        raise NotFound(f"there is no message {message_id} of a person")
    corrections.correct(
        session, message.conversation_id, message.seq, intent=intent, entities=None, by=by, at=at
    )


def as_training(session: Session) -> str:
    """All corrected messages as a training file, each wording once."""
    by_intent: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in session.scalars(select(ReadingCorrection).order_by(ReadingCorrection.id)):
        by_intent[row.intent][_one_line(row.text)] = None
    lines = ['version: "3.1"', "nlu:"]
    for intent in sorted(by_intent):
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {text}" for text in by_intent[intent]]
    return "\n".join(lines) + "\n"


def _as_unsure(message: Message, count: int) -> Unsure:
    intent, confidence = _best(message)
    return Unsure(message.id, _one_line(message.text), count, intent, round(confidence, 3))


def _best(message: Message) -> tuple[str, float]:
    ranking = (message.reading or {}).get("ranking") or []
    real = [(r["name"], float(r["confidence"])) for r in ranking if r["name"] != "nlu_fallback"]
    return real[0] if real else ("", 0.0)


def _one_line(text: str) -> str:
    masked = mask(" ".join(text.split()))[:LONGEST]
    return masked.replace("[", "（").replace("]", "）")
