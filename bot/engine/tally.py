"""What an engine has done since it started: turns by outcome, how long they and the waits took.

It goes along with the engine's sign of life, so that any front can tell it of all engines.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

# Upper bounds in seconds; one bucket more holds what is longer.
BOUNDS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 60.0)


@dataclass
class Durations:
    """How many were how long."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """One more; a negative one (a clock was set) counts as none."""
        seconds = max(0.0, seconds)
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass
class Tally:
    """Counts of one engine."""

    outcomes: dict[str, int] = field(default_factory=dict)
    turns: Durations = field(default_factory=Durations)
    waits: Durations = field(default_factory=Durations)

    def count(self, outcome: str) -> None:
        """A turn ended so: answered, staff, given_up, superseded, failed."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the sign of life."""
        return {
            "outcomes": dict(self.outcomes),
            "turns": {"buckets": list(self.turns.buckets), "total": round(self.turns.total, 4)},
            "waits": {"buckets": list(self.waits.buckets), "total": round(self.waits.total, 4)},
        }
