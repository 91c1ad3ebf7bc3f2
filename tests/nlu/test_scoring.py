"""Scoring one message gives what scikit-learn's own vectorizers would give."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import features
from bot.nlu.scoring import Scorer, char_ngrams

HELDOUT = Path(__file__).parent / "heldout.jsonl"
ODD = ["", "  ", "嗯", "a  b\n\nc", "专利" * 400, "!!!???", "侵全 侵权 侵犯", "13800138000 怎么办"]


def _texts() -> list[str]:
    lines = HELDOUT.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[::3]]


def test_the_scores_are_those_of_the_vectorizers() -> None:
    known = features.prepared(_texts())
    vectorizer = features.union()
    width = vectorizer.fit_transform(known).shape[1]
    weights = np.random.default_rng(1).normal(size=(5, width)).astype(np.float32)
    asked = [*known[:60], *features.prepared(ODD)]
    theirs = vectorizer.transform(asked) @ weights.T
    scorer = Scorer(vectorizer, weights)
    ours = np.array([scorer.scores(text) for text in asked])
    assert np.allclose(ours, theirs, atol=1e-4)
    assert np.abs(theirs).max() > 0.1


@pytest.mark.parametrize("text", ["", "一", "维权援助", "a  b"])
def test_character_runs_are_scikit_learns(text: str) -> None:
    analyzer = features.union().transformer_list[0][1].build_analyzer()
    assert char_ngrams(text, 1, 4) == list(analyzer(text))
