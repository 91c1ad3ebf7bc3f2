"""The shorter ways through a turn lead to where Rasa's own lead."""

from typing import Any

import pytest
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event, SlotSet

from bot.engine import shortcuts
from tests.conftest import Brain

TEXTS = ["我的专利被岳阳一家厂仿冒了", "侵全怎么举报", "转人工", "13873112345", "…"]


def test_each_node_comes_after_all_it_needs() -> None:
    needs = {"c": ["b", "a"], "a": ["outside"], "b": ["a"], "d": ["c", "a"]}
    order = shortcuts.in_order(needs)
    assert sorted(order) == ["a", "b", "c", "d"]
    for name, wanted in needs.items():
        assert all(order.index(one) < order.index(name) for one in wanted if one in needs)


def test_event_types_are_found_as_before_and_unknown_ones_refused() -> None:
    shortcuts.remember_event_types()
    assert Event.resolve_by_type("slot") is SlotSet
    assert Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="no-such-event"):
        Event.resolve_by_type("no-such-event")


@pytest.mark.model
def test_the_straight_runner_reads_messages_as_rasas_own_runner_does(brain: Brain) -> None:
    from rasa.core.channels.channel import UserMessage

    agent = brain[1]
    runner = agent.processor.graph_runner
    assert isinstance(runner, shortcuts.StraightRunner)

    def read(run: Any, text: str) -> dict[str, Any]:
        said = [UserMessage(text)]
        target = agent.processor.model_metadata.nlu_target
        (message,) = run(runner, {"__message__": said, "__tracker__": None}, [target])[target]
        return {"intent": message.get("intent"), "entities": message.get("entities")}

    for text in TEXTS:
        assert read(shortcuts.StraightRunner.run, text) == read(DaskGraphRunner.run, text)
