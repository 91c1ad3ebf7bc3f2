"""The held-out messages of tests/nlu/heldout.jsonl; a wrong line is refused by its number."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.centers.regions import Gazetteer
from bot.errors import BadData
from bot.nlu import lexicon

FORM = 'write {"text": …, "intent": …, "entities": [{"entity", "value", "start", "end"}]}'
PLACES = ("prefecture", "county")


@dataclass(frozen=True)
class Item:
    """One message with what a careful clerk reads in it.

    `entities` holds (entity, value); `roles` whose place each named place is, where one says so.
    """

    text: str
    intent: str
    entities: frozenset[tuple[str, str]]
    noisy: bool
    line: int
    roles: dict[str, str] | None = None


def load(path: Path, intents: set[str]) -> list[Item]:
    """All held-out messages.

    Raises:
        BadData: a line is no message, has an unknown intent, or marks words it does not have.
    """
    items, seen = [], set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            data = json.loads(line)
            item = _item(data, number)
        except (ValueError, KeyError, TypeError):
            raise BadData("not a message", path=path, line=number, remedy=FORM) from None
        if item.intent not in intents:
            remedy = "use one of domain.yml"
            raise BadData(f"unknown intent '{item.intent}'", path=path, line=number, remedy=remedy)
        if item.text in seen:
            raise BadData("the message stands twice", path=path, line=number, remedy="keep one")
        seen.add(item.text)
        _check_spans(data, path, number)
        items.append(item)
    return items


def _item(data: Any, number: int) -> Item:
    entities = frozenset((str(e["entity"]), str(e["value"])) for e in data.get("entities") or [])
    text, noisy = str(data["text"]), bool(data.get("noisy"))
    return Item(text, str(data["intent"]), entities, noisy, number, data.get("roles"))


def _check_spans(data: dict[str, Any], path: Path, number: int) -> None:
    for entity in data.get("entities") or []:
        words = data["text"][entity["start"] : entity["end"]]
        if not words.strip() or words != words.strip():
            what = f"'{entity['entity']}' marks no words"
            raise BadData(what, path=path, line=number, remedy="mend start and end")


def check_values(items: list[Item], path: Path, gazetteer: Gazetteer) -> None:
    """Values must be ones that the gazetteer and the lexicon know.

    Raises:
        BadData: names the first that is not.
    """
    known = {
        "ip_type": {term.value for term in lexicon.ip_types()},
        "platform": {term.value for term in lexicon.platforms()},
        **gazetteer.official_names(),
    }
    for item in items:
        for entity, value in item.entities:
            if entity in known and value not in known[entity]:
                remedy = "use the official name, or add it to the gazetteer or the lexicon"
                raise BadData(
                    f"'{value}' is no known {entity}", path=path, line=item.line, remedy=remedy
                )
