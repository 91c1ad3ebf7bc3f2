"""The floors of both exams hold: nothing that is merged may read or answer worse."""

import pytest

from bot import settings
from bot.engine.exam import check
from bot.knowledge import checking

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_the_model_holds_its_floors_and_nothing_of_the_exam_is_trained_on() -> None:
    assert check.run(settings.load()) == 0


def test_the_answers_hold_their_floors_and_no_question_stands_twice() -> None:
    assert checking.run(settings.load().knowledge_dir) == 0
