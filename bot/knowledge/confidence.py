"""How sure a ranking is: the chance that its first entry is the right one. Pure.

Logistic in the first score, its lead over the second, the share of the question's words that any
entry knows, and how much nearer a question lies that must not be answered. The coefficients come
from `python -m benchmarks.knowledge.calibrate`, which never sees tests/knowledge/questions.jsonl.
"""

import math
from dataclasses import dataclass

from bot.knowledge.retrieval import Ranked

CONSTANT, SCORE, LEAD, KNOWN, NEARER = -3.1, 0.4, 11.8, 2.1, -3.6
SURE = 0.8  # from here on the first entry is told
FARTHEST = -0.5
POSSIBLE = 0.25  # from here on the first three are offered


@dataclass(frozen=True)
class Signals:
    """What the chance is read from: from 0 to 1, `nearer` from -0.5 to 1."""

    score: float
    lead: float
    known: float
    nearer: float


def signals(ranked: Ranked) -> Signals:
    """The signals of a ranking; all 0 when nothing was found."""
    scores = [candidate.score for candidate in ranked.candidates[:2]]
    if not scores:
        return Signals(0.0, 0.0, 0.0, 0.0)
    lead = scores[0] - (scores[1] if len(scores) > 1 else 0.0)
    return Signals(scores[0], lead, ranked.known, max(ranked.nearer, FARTHEST))


def chance(seen: Signals) -> float:
    """The chance, from 0 to 1, that the first entry answers the question."""
    total = CONSTANT + SCORE * seen.score + LEAD * seen.lead + KNOWN * seen.known
    total += NEARER * seen.nearer
    return 1 / (1 + math.exp(-total))
