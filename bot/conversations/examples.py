"""Corrected messages as a file of training examples, for a developer to read and to put in."""

from collections.abc import Iterable
from datetime import datetime

import yaml

from bot.conversations.reading_records import ReadingCorrection


def as_training_file(rows: Iterable[ReadingCorrection], *, at: datetime) -> str:
    """The corrections by intent as in `nlu_data/`, each wording once; marks them as taken."""
    by_intent: dict[str, dict[str, None]] = {}
    for row in rows:
        words = " ".join(row.text.split())
        by_intent.setdefault(row.intent, {})[words] = None
        row.exported_at = at
    nlu = [
        {"intent": intent, "examples": "".join(f"- {words}\n" for words in sorted(texts))}
        for intent, texts in sorted(by_intent.items())
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, sort_keys=False)
