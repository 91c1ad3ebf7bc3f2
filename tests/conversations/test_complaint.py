"""Complaints and tips, from the first word to the ticket."""

from collections.abc import Callable

import pytest

from tests.people import Person

pytestmark = pytest.mark.model
STORY = "我要举报岳阳楼区一家店卖假冒我们商标的白酒,店名叫好再来烟酒行"


def _to_summary(person: Person, *, opening: str = STORY) -> str:
    person.says(opening)
    reply = person.presses("同意")
    for _ in range(8):
        slot = person.slots.get("requested_slot")
        if slot == "confirmed":
            return reply
        answers = {
            "relation": "是我自己的商标被侵害",
            "ip_type": "商标",
            "description": "他们店里摆着假的白酒在卖,瓶子和我们的一模一样",
            "infringement_region": "岳阳楼区",
            "respondent": "好再来烟酒行",
            "right_no": "没有",
            "applicant_name": "李敏",
            "phone": "13873112345",
        }
        reply = person.says(answers[slot])
    raise AssertionError(f"no summary: {person.transcript[-4:]}")


def test_a_named_complaint_ends_in_one_ticket_with_the_branch_of_the_place(person: Person) -> None:
    summary = _to_summary(person)
    assert "好再来烟酒行" in summary
    assert "138****2345" in summary or "138****" in summary
    filed = person.presses("提交")
    ticket = person.tickets[0]
    assert ticket["number"] in filed
    assert ticket["category"] == "complaint"
    assert ticket["kind"] == "complaint"
    assert ticket["center_tier"] == "branch"
    assert ticket["infringement_region"]["prefecture"] == "岳阳市"
    assert ticket["phone"] == "13873112345"
    assert len(person.tickets) == 1


def test_the_opening_story_is_not_asked_for_again(person: Person) -> None:
    person.says(STORY)
    person.presses("同意")
    slots = person.slots
    assert slots["infringement_region"]["county"] == "岳阳楼区"
    assert slots["ip_type"] == "trademark"
    assert slots["description"] == STORY


def test_an_anonymous_tip_is_never_asked_for_a_name_or_a_phone(person: Person) -> None:
    person.says("我要举报株洲天元区有个仓库在批发假冒名牌鞋,就在新马路那边的仓库里")
    person.presses("匿名")
    said: list[str] = []
    for _ in range(6):
        slot = person.slots.get("requested_slot")
        if slot == "confirmed":
            break
        said.append(person.says("不知道" if slot in {"respondent", "right_no"} else "商标"))
    assert not any("称呼" in text or "电话" in text for text in said[:-1])
    person.presses("提交")
    ticket = person.tickets[0]
    assert ticket["anonymous"] is True
    assert ticket["phone"] is None
    assert ticket["applicant_name"] is None
    assert ticket["kind"] == "tip"
    assert ticket["center_id"] == "zhuzhou-municipal"


def test_without_consent_nothing_is_recorded(person: Person) -> None:
    person.says(STORY)
    reply = person.presses("不同意")
    assert "不会记录" in reply
    assert person.tickets == []
    assert "phone" not in person.slots


def test_a_correction_changes_the_place_in_the_summary(person: Person) -> None:
    _to_summary(person)
    reply = person.says("不对,是株洲")
    assert "株洲市" in reply
    person.presses("提交")
    assert person.tickets[0]["infringement_region"]["prefecture"] == "株洲市"
    assert person.tickets[0]["center_id"] == "zhuzhou-municipal"


def test_an_item_is_edited_from_the_summary(person: Person) -> None:
    _to_summary(person)
    person.presses("修改")
    person.presses("改：联系电话")
    reply = person.says("13973198765")
    assert "139****8765" in reply
    person.presses("提交")
    assert person.tickets[0]["phone"] == "13973198765"


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(person: Person) -> None:
    person.says(STORY)
    person.presses("同意")
    before = person.slots["requested_slot"]
    person.says("举报要收费吗?")
    assert person.slots["requested_slot"] == before
    assert person.slots["ip_type"] == "trademark"


def test_the_notice_is_recorded_with_its_version(person: Person) -> None:
    from sqlalchemy import select

    from bot import db
    from bot.conversations.records import Consent

    person.says(STORY)
    person.presses("同意")
    with db.reading(person.engine.factory) as session:
        given = session.scalars(select(Consent)).all()
    assert [(c.answer, bool(c.notice_version)) for c in given] == [("agreed", True)]


def test_two_people_get_two_numbers(new_person: Callable[[], Person]) -> None:
    first, second = new_person(), new_person()
    for one in (first, second):
        _to_summary(one)
        one.presses("提交")
    numbers = {ticket["number"] for ticket in first.tickets}
    assert len(numbers) == 2


def test_pressing_submit_twice_files_once(person: Person) -> None:
    _to_summary(person)
    person.presses("提交")
    person.presses("提交")
    assert len(person.tickets) == 1


def test_a_phone_is_never_taken_for_the_number_of_a_right(person: Person) -> None:
    person.says(STORY)
    person.presses("同意")
    while person.slots["requested_slot"] != "right_no":
        person.says({"relation": "我自己的商标"}.get(person.slots["requested_slot"], "不知道"))
    person.says("13873112345")
    assert person.slots["phone"] == "13873112345"
    assert person.slots["requested_slot"] == "right_no"


def test_the_shops_name_is_taken_from_the_story(person: Person) -> None:
    person.says(STORY)
    assert person.slots["respondent"] == "好再来烟酒行"


def test_a_quick_reply_may_be_typed_by_its_number(person: Person) -> None:
    person.says(STORY)
    person.says("1")
    assert person.slots["consent"] == "agreed"
