"""An answer is told only when the entry speaks of what was asked."""

from pathlib import Path

import pytest

from bot.knowledge import confidence
from bot.knowledge.confidence import Signals
from bot.knowledge.files import load_all
from bot.knowledge.library import Library
from bot.knowledge.retrieval import Ranked
from tests.conftest import NOON
from tests.knowledge.cast import entry, folder

ALL = dict.fromkeys("wkgpc", 1.0)
GOOD = Signals(score=0.9, lead=0.5, known=1.0, nearer=-0.4, covered=ALL)


def test_a_clear_winner_that_covers_the_question_is_told() -> None:
    assert confidence.chance(GOOD) > confidence.SURE


@pytest.mark.parametrize(
    "seen",
    [
        Signals(score=0.9, lead=0.0, known=1.0, nearer=-0.4, covered=ALL),
        Signals(score=0.9, lead=0.5, known=1.0, nearer=0.3, covered=ALL),
        Signals(score=0.9, lead=0.5, known=1.0, nearer=-0.4, covered=dict.fromkeys("wkgpc", 0.4)),
    ],
    ids=["no lead", "nearer to what must not be answered", "lacks what is asked about"],
)
def test_a_doubtful_one_is_not_told(seen: Signals) -> None:
    assert confidence.chance(seen) < confidence.SURE


def test_the_intent_models_view_speaks_against_what_lies_outside() -> None:
    outside = Signals(0.9, 0.5, 1.0, -0.4, ALL, outside=1.0)
    assert confidence.chance(outside) < confidence.chance(GOOD)


def test_nothing_found_is_no_chance() -> None:
    assert confidence.chance(confidence.signals(Ranked([], 0.0))) == 0.0


def test_an_entry_covers_its_own_words_and_not_those_of_others(tmp_path: Path) -> None:
    home = folder(tmp_path, entry("fee", "商标续展"), entry("fair", "展会投诉"))
    library = Library(load_all(home))
    ranked = library.ranked("商标续展要多少钱", today=NOON.date()).candidates
    covered = {candidate.entry_id: candidate.covered for candidate in ranked}
    assert covered["fee"] == pytest.approx(ALL)
    assert covered["fair"]["p"] < 1.0
