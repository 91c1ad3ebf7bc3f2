"""Nothing of a person's words or data gets into a log, whether a turn goes well or fails."""

import logging

import pytest

from bot.engine.turn import Engine
from tests.conversations.conftest import new_person, person  # noqa: F401
from tests.people import Person

pytestmark = pytest.mark.model
PHONE = "13873112345"


def _everything(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr()
    return caplog.text + shown.out + shown.err


def test_a_good_turn_leaves_no_words_in_the_log(
    person: Person,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    person.says(f"我叫王小芳,电话{PHONE},我要举报株洲天元区有人卖假冒名牌鞋")
    logged = _everything(caplog, capsys)
    assert PHONE not in logged
    assert "王小芳" not in logged
    assert "天元" not in logged


def test_leaving_a_form_leaves_no_words_in_the_log(
    person: Person,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    person.says(f"我叫王小芳,电话{PHONE},我要举报株洲天元区有人卖假冒名牌鞋")
    person.presses("同意")
    person.says("算了")
    person.presses("留着")
    logged = _everything(caplog, capsys)
    assert PHONE not in logged
    assert "王小芳" not in logged
    assert "Traceback" not in logged


def test_a_failing_turn_leaves_an_incident_number_and_no_words(
    person: Person,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bot.actions.intake import progress

    def broken(*_: object, **__: object) -> object:
        raise ValueError(f"what the person said: {PHONE}")

    monkeypatch.setattr(progress, "step", broken)
    caplog.set_level(logging.DEBUG)
    reply = person.says(f"我叫王小芳,电话{PHONE},我要举报株洲天元区有人卖假冒名牌鞋")
    assert "编号" in reply
    assert isinstance(person.engine, Engine)
    logged = _everything(caplog, capsys)
    assert "gave up" in logged
    assert PHONE not in logged
    assert "王小芳" not in logged
    assert person.tickets == []
