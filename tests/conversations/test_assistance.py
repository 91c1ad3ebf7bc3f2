"""Requests for assistance, with everything that goes wrong on the way."""

import pytest

from tests.people import Person

pytestmark = pytest.mark.model
STORY = "我在长沙开厂,我的发明专利被岳阳一家厂仿冒了,他们从去年起一直在卖,想申请维权援助请你们帮忙"
ANSWERS = {
    "consent": "同意",
    "ip_type": "发明专利",
    "description": "去年三月起对方照着我的样子生产,还在网上卖",
    "applicant_region": "长沙岳麓区",
    "infringement_region": "岳阳",
    "wants": "帮我们调解一下",
    "right_no": "201710601862.3",
    "respondent": "岳阳某某机械厂",
    "applicant_name": "我叫王建国",
    "phone": "13873112345",
}


def go_to(person: Person, slot: str, **changed: str) -> str:
    """Answer every question until `slot` is asked for."""
    reply = ""
    for _ in range(14):
        asked = person.slots.get("requested_slot")
        if asked == slot:
            return reply
        reply = person.says({**ANSWERS, **changed}[asked])
    raise AssertionError(f"{slot} was never asked: {person.transcript[-4:]}")


def test_assistance_follows_the_applicants_place(person: Person) -> None:
    person.says(STORY)
    go_to(person, "confirmed")
    filed = person.presses("提交")
    ticket = person.tickets[0]
    assert ticket["category"] == "assistance"
    assert ticket["center_id"] == "changsha-municipal"
    assert ticket["applicant_region"]["prefecture"] == "长沙市"
    assert ticket["infringement_region"]["prefecture"] == "岳阳市"
    assert ticket["right_no"] == "201710601862.3"
    assert ticket["applicant_name"] == "王建国"
    assert ticket["cooperating"]
    assert "受理单位" in filed


def test_both_places_are_taken_from_the_story_with_their_roles(person: Person) -> None:
    person.says(STORY)
    assert person.slots["applicant_region"]["prefecture"] == "长沙市"
    assert person.slots["infringement_region"]["prefecture"] == "岳阳市"
    assert person.slots["ip_type"] == "invention_patent"


def test_a_wrong_check_digit_is_explained_and_kept_on_the_second_try(person: Person) -> None:
    person.says(STORY)
    go_to(person, "right_no")
    reply = person.says("ZL201710601862.7")
    assert "核对不上" in reply
    assert person.slots["requested_slot"] == "right_no"
    reply = person.says("ZL201710601862.7")
    assert "照您说的记" in reply
    go_to(person, "confirmed")
    person.presses("提交")
    assert "未核对" in person.tickets[0]["right_no"]


def test_a_wrong_phone_is_explained_and_never_kept(person: Person) -> None:
    person.says(STORY)
    go_to(person, "phone")
    assert "不对" in person.says("1387311234")
    assert person.slots["requested_slot"] == "phone"
    person.says("0731-84586721")
    assert person.slots["requested_slot"] == "confirmed"


def test_i_do_not_know_is_recorded_where_it_may_be(person: Person) -> None:
    person.says(STORY)
    go_to(person, "respondent")
    person.says("不知道")
    assert person.slots["respondent"] == "unknown"
    assert person.slots["requested_slot"] == "applicant_name"


def test_a_name_may_be_withheld(person: Person) -> None:
    person.says(STORY)
    go_to(person, "applicant_name")
    person.says("不想说")
    assert person.slots["applicant_name"] == "withheld"


def test_what_is_essential_is_explained_when_refused(person: Person) -> None:
    person.says(STORY)
    go_to(person, "phone")
    reply = person.says("不想说")
    assert "联系" in reply
    assert person.slots["requested_slot"] == "phone"


def test_no_question_is_asked_three_times_in_the_same_words(person: Person) -> None:
    person.says(STORY)
    go_to(person, "phone")
    asked = [person.heard[-1]["text"]]
    for _ in range(3):
        person.says("那个嘛")
        asked.append(person.heard[-1]["text"])
    assert len(set(asked)) == len(asked)
    titles = [button["title"] for button in person.heard[-1]["buttons"]]
    assert "转人工" in titles


def test_stop_offers_to_keep_the_draft_and_it_is_found_the_next_day(person: Person) -> None:
    person.says(STORY)
    go_to(person, "wants")
    person.says("先不填了")
    person.presses("留着")
    assert person.tickets == []
    person.waits(days=1)
    reply = person.says("你好")
    assert "没填完" in reply
    person.presses("接着填")
    assert person.slots["requested_slot"] == "wants"
    assert person.slots["infringement_region"]["prefecture"] == "岳阳市"


def test_a_form_left_open_goes_on_the_next_day(person: Person) -> None:
    person.says(STORY)
    go_to(person, "wants")
    person.waits(days=1)
    reply = person.says("调解")
    assert "欢迎回来" in reply
    assert person.slots["wants"] == ["mediation"]


def test_a_dropped_draft_is_gone(person: Person) -> None:
    person.says(STORY)
    go_to(person, "wants")
    person.says("算了")
    person.presses("删掉")
    assert "没填完" not in person.says("你好")
    assert "description" not in person.slots


def test_stopping_can_be_taken_back(person: Person) -> None:
    person.says(STORY)
    go_to(person, "wants")
    person.says("停")
    person.presses("继续填")
    assert person.slots["requested_slot"] == "wants"


def test_an_ambiguous_place_is_asked_back(person: Person) -> None:
    person.says("我的商标被别人仿冒了,想请你们帮忙维权,对方的东西做得跟我一样")
    go_to(person, "applicant_region")
    reply = person.says("河西")
    assert "哪一个市" in reply
    person.says("株洲的河西")
    assert person.slots["applicant_region"]["prefecture"] == "株洲市"


def test_two_matters_in_one_story_become_two_tickets_with_facts_asked_once(
    person: Person,
) -> None:
    opening = "请帮我维权,长沙县这家公司盗用我公司的注册商标,我还想举报他们卖假货,我是长沙的"
    person.says(opening)
    if person.slots.get("requested_slot") is None:
        person.presses("两样都要")
    first = person.slots["form_name"]
    go_to(person, "confirmed", relation="我自己的商标")
    person.presses("提交")
    assert {first, person.slots["form_name"]} == {"assistance_form", "complaint_form"}
    asked = set()
    for _ in range(6):
        slot = person.slots["requested_slot"]
        asked.add(slot)
        if slot == "confirmed":
            break
        person.says({"relation": "我自己的商标", **ANSWERS}[slot])
    assert not asked & {"phone", "applicant_name", "description", "ip_type"}
    person.presses("提交")
    assert {t["category"] for t in person.tickets} == {"assistance", "complaint"}


def test_a_short_wish_opens_the_form_and_asks_for_the_story(person: Person) -> None:
    person.says("我要申请维权援助")
    assert person.slots["requested_slot"] == "consent"
    person.says("同意")
    assert person.slots["requested_slot"] == "ip_type"
    person.says("实用新型")
    assert person.slots["requested_slot"] == "description"
    assert person.slots["ip_type"] == "utility_model"
