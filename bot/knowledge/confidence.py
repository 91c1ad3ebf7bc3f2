"""How sure a ranking is: the chance that its first entry is the right one. Pure.

Logistic in the first score, its lead over the second, the shares of the question that any entry
and the first one have words for, how much nearer a question lies that must not be answered, and
what the intent model makes of the message where it has read it. The coefficients are printed by
`python -m benchmarks.knowledge.calibrate`, which never sees tests/knowledge/questions.jsonl.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.covering import KINDS
from bot.knowledge.retrieval import Ranked

CONSTANT = -3.36
WEIGHTS = {
    "score": -0.38,
    "lead": 1.05,
    "known": 0.91,
    "nearer": -5.42,
    "nearer squared": -9.96,
    "outside": -1.91,
    "covered w": -0.52,
    "covered k": 1.17,
    "covered g": 0.51,
    "covered p": 2.26,
    "covered c": 3.92,
}
SURE = 0.8  # from here on the first entry is told
POSSIBLE = 0.25  # from here on the first three are offered
FARTHEST = -0.5
# A lead of nothing is no infinite doubt.
LEAST_LEAD = 0.01
# What the intent model thinks, on average, of questions that have an answer.
UNREAD = 0.06


@dataclass(frozen=True)
class Signals:
    """What the chance is read from: from 0 to 1, `nearer` from -0.5 to 1.

    `outside` is the intent model's chance that the message is nothing the hotline does.
    """

    score: float
    lead: float
    known: float
    nearer: float
    covered: Mapping[str, float]
    outside: float = UNREAD

    def terms(self) -> dict[str, float]:
        """The numbers that the coefficients stand before."""
        return {
            "score": self.score,
            "lead": math.log(self.lead + LEAST_LEAD),
            "known": self.known,
            "nearer": self.nearer,
            "nearer squared": self.nearer**2,
            "outside": self.outside,
            **{f"covered {kind}": self.covered.get(kind, 1.0) for kind in KINDS},
        }


def signals(ranked: Ranked, outside: float | None = None) -> Signals | None:
    """The signals of a ranking; none when nothing was found."""
    scores = [candidate.score for candidate in ranked.candidates[:2]]
    if not scores:
        return None
    lead = max(scores[0] - (scores[1] if len(scores) > 1 else 0.0), 0.0)
    nearer = min(max(ranked.nearer, FARTHEST), 1.0)
    covered = ranked.candidates[0].covered
    seen = UNREAD if outside is None else outside
    return Signals(scores[0], lead, ranked.known, nearer, covered, seen)


def chance(seen: Signals | None) -> float:
    """The chance, from 0 to 1, that the first entry answers the question."""
    if seen is None:
        return 0.0
    terms = seen.terms()
    total = CONSTANT + sum(weight * terms[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))
