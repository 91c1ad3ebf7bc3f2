"""`hotline parse`: what the model reads in a text, as other programs see it (contract, 4)."""

import asyncio
from typing import Any

from bot.engine import agent as agents
from bot.settings import Settings
from bot.text import clean, neutralise_command

MAX_CHARS = 2000


class Reader:
    """A loaded model without a database."""

    def __init__(self, settings: Settings) -> None:
        self._agent, _ = agents.load(agents.newest_model(settings.model_dir))
        self._loop = asyncio.new_event_loop()

    def parse(self, text: str) -> dict[str, Any]:
        """Intent with confidence, ranking, entities with offsets into `text`."""
        read = self._read(text)
        ranking = [
            {"name": item["name"], "confidence": round(float(item["confidence"]), 6)}
            for item in read.get("intent_ranking") or []
            if item["name"] != "nlu_fallback"
        ]
        intent = ranking[0] if ranking else {"name": None, "confidence": 0.0}
        entities = [
            {key: item[key] for key in ("entity", "value", "start", "end")}
            for item in read.get("entities") or []
        ]
        return {"text": text, "intent": intent, "intent_ranking": ranking, "entities": entities}

    def _read(self, text: str) -> dict[str, Any]:
        words = clean(text)[:MAX_CHARS]
        if words.lstrip().startswith(("/", "／")):
            words = neutralise_command(words)
        if not words.strip():
            return {}
        return self._loop.run_until_complete(agents.parse(self._agent, words))
