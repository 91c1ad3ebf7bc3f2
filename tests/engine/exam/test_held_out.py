"""A wrong line of the exam is refused with its number."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.centers.regions import Gazetteer
from bot.engine.exam import held_out
from bot.errors import BadData

INTENTS = {"ask_procedure", "inform"}


def write(path: Path, *lines: Any) -> Path:
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not a message"),
        ({"text": "长沙"}, "not a message"),
        ({"text": "长沙", "intent": "informs"}, "unknown intent"),
        (
            {
                "text": "长沙",
                "intent": "inform",
                "entities": [{"entity": "prefecture", "value": "长沙市", "start": 2, "end": 4}],
            },
            "marks no words",
        ),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path: Path, line: Any, what: str) -> None:
    good = {"text": "举报要什么证据", "intent": "ask_procedure"}
    path = write(tmp_path / "heldout.jsonl", good, line)
    with pytest.raises(BadData, match=what) as error:
        held_out.load(path, INTENTS)
    assert ":2" in str(error.value)


def test_a_value_that_the_gazetteer_does_not_know_is_refused(tmp_path: Path) -> None:
    entity = {"entity": "prefecture", "value": "长沙", "start": 0, "end": 2}
    path = write(
        tmp_path / "heldout.jsonl", {"text": "长沙", "intent": "inform", "entities": [entity]}
    )
    items = held_out.load(path, INTENTS)
    gazetteer = Gazetteer.load(settings.load().knowledge_dir)
    with pytest.raises(BadData, match="no known prefecture"):
        held_out.check_values(items, path, gazetteer)
