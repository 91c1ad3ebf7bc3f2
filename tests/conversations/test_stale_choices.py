"""A button stays on the screen for ever: one whose question is gone is answered honestly, and
changes nothing.
"""

import pytest

from tests.people import Person

pytestmark = pytest.mark.model

STORY = "我要举报株洲天元区有个仓库在批发假冒名牌鞋，就在新马路那边的仓库里"
GONE = "已经失效"


def until_summary(person: Person, story: str = STORY) -> None:
    person.says(story)
    person.presses("匿名")
    answers = {"ip_type": "商标", "relation": "举报"}
    while person.slots["requested_slot"] != "confirmed":
        person.says(answers.get(person.slots["requested_slot"], "不知道"))


def button(person: Person, title: str) -> str:
    """The id of the newest button with this title."""
    shown = [b for m in person.heard for b in m["buttons"] if b["title"] == title]
    return str(shown[-1]["id"])


def test_submitting_twice_files_once_and_says_so(person: Person) -> None:
    until_summary(person)
    submit = button(person, "提交")
    person.press(submit)
    again = person.press(submit)
    assert GONE in again
    assert person.tickets[0]["number"] in again
    assert len(person.tickets) == 1


def test_the_submit_of_an_earlier_matter_does_not_file_the_next(person: Person) -> None:
    until_summary(person)
    submit = button(person, "提交")
    person.press(submit)
    until_summary(person, "再举报一件：湘潭雨湖区一家店卖假冒的茶叶，招牌是老树茶行")
    answer = person.press(submit)
    assert GONE in answer
    assert "请您核对" in answer or "可以提交了吗" in answer
    assert len(person.tickets) == 1
    person.presses("提交")
    assert len(person.tickets) == 2


def test_submit_is_not_taken_while_an_item_is_being_changed(person: Person) -> None:
    until_summary(person)
    submit = button(person, "提交")
    person.presses("修改")
    person.presses("改：对方")
    assert person.slots["requested_slot"] == "respondent"
    assert GONE in person.press(submit)
    assert person.slots["requested_slot"] == "respondent"
    assert person.tickets == []


def test_a_choice_of_a_matter_that_was_dropped_changes_nothing(person: Person) -> None:
    person.says(STORY)
    anonymous = button(person, "匿名反映")
    person.presses("匿名")
    person.says("先停下")
    person.presses("删掉")
    answer = person.press(anonymous)
    assert GONE in answer
    assert "举报/投诉" in [b["title"] for b in person.heard[-1]["buttons"]]
    assert person.slots.get("consent") is None


def test_an_earlier_answer_of_the_same_matter_can_still_be_changed_by_its_button(
    person: Person,
) -> None:
    person.says("我要举报岳阳楼区一家店卖假冒我们商标的白酒，店名叫好再来烟酒行")
    named = button(person, "同意，实名反映")
    person.presses("匿名")
    answer = person.press(named)
    assert GONE not in answer
    assert person.slots["consent"] == "agreed"
