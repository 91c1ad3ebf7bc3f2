"""Training learns from what is there now."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from bot.engine import model_is_current, training
from bot.settings import ROOT, Settings, load


class _Result(NamedTuple):
    model: str


def test_a_changed_lexicon_is_learnt_although_no_message_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import rasa.model_training

    asked: dict[str, Any] = {}

    def train(**told: Any) -> _Result:
        asked.update(told)
        (tmp_path / "model.tar.gz").touch()
        return _Result(str(tmp_path / "model.tar.gz"))

    monkeypatch.setattr(rasa.model_training, "train", train)
    settings: Settings = replace(load(), model_dir=tmp_path)
    training.train(settings)
    assert asked["force_training"], "Rasa's cache knows messages, not lexicons"


def test_every_file_the_features_read_makes_a_model_old() -> None:
    for name in model_is_current.SOURCES:
        assert (ROOT / name).exists(), name
