"""What a person agrees to is never guessed."""

import pytest

from bot.actions.intake import readers
from bot.actions.intake.heard import Heard
from bot.centers.regions import Gazetteer
from bot.settings import ROOT

GAZETTEER = Gazetteer.load(ROOT / "knowledge" / "regions.csv")


def read(slot: str, text: str, intent: str = "inform", confidence: float = 0.5) -> object:
    return readers.read(slot, Heard(text, intent, confidence), GAZETTEER).value


@pytest.mark.parametrize(
    "text", ["同意", "我同意", "好的", "可以", "行", "要得", "嗯嗯", "OK", "同意登记"]
)
def test_a_plain_yes_is_consent(text: str) -> None:
    assert read("consent", text) == "agreed"


@pytest.mark.parametrize(
    "text",
    ["session_start", "restart", "收费吗", "能匿名不", "可以匿名吗", "你们可以保密吗", "什么"],
)
def test_nothing_else_is(text: str) -> None:
    assert read("consent", text, "affirm", 0.99) is None


@pytest.mark.parametrize("text", ["提交", "确认提交", "没问题", "可以提交了", "就这样吧", "是的"])
def test_a_plain_yes_files(text: str) -> None:
    assert read("confirmed", text) == "yes"


@pytest.mark.parametrize("text", ["提交后多久有结果", "submit", "可以匿名吗", "电话改一下"])
def test_a_question_does_not_file(text: str) -> None:
    assert read("confirmed", text, "affirm", 0.99) != "yes"


def test_a_no_is_a_no() -> None:
    assert read("consent", "不同意") == "refused"
    assert read("confirmed", "先不交") == "stop"
