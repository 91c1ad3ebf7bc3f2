"""The figures say what docs/nlu.md says they say."""

import pytest

from bot.engine.exam import figures
from bot.engine.exam.entities import Agreement

ASSIST, REPORT, ASK = figures.THREE


def test_a_perfect_reading_has_perfect_figures() -> None:
    got = figures.intents([(ASSIST, ASSIST, 1.0), ("out_of_scope", "out_of_scope", 1.0)])
    assert got["accuracy"] == got["macro_f1"] == got["three_way"] == 1.0
    assert got["ece"] == got["wrong_though_sure"] == got["false_referral"] == 0.0


def test_a_real_matter_sent_away_is_a_false_referral() -> None:
    got = figures.intents([(REPORT, "out_of_scope", 0.5), (ASK, ASK, 0.9)])
    assert got["false_referral"] == 0.5
    assert got["three_way"] == 0.5


def test_a_wrong_reading_counts_as_sure_from_four_fifths_on() -> None:
    got = figures.intents([(ASK, REPORT, 0.8), (ASK, REPORT, 0.79), (ASK, ASK, 0.99)])
    assert got["wrong_though_sure"] == pytest.approx(1 / 3)


def test_confidence_that_promises_too_much_is_told_as_error() -> None:
    always_sure = [(ASK, ASK, 1.0), (ASK, REPORT, 1.0)]
    assert figures.calibration_error(always_sure) == pytest.approx(0.5)


def test_entities_agree_only_when_the_whole_set_of_a_kind_does() -> None:
    agreement = Agreement()
    assert agreement.add([("prefecture", "岳阳市")], [("prefecture", "岳阳市")]) == []
    wrong = agreement.add([("county", "平江县")], [("county", "平江县"), ("county", "汨罗市")])
    assert wrong == ["county"]
    assert agreement.figures()["exact_places"] == 0.5
