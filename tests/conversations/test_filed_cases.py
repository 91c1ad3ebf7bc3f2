"""After filing: progress, more evidence, taking it back; and nobody else's matter."""

from collections.abc import Callable

import pytest

from tests.people import Person

pytestmark = pytest.mark.model
STORY = "我要举报株洲天元区有个仓库在批发假冒名牌鞋,就在新马路那边的仓库里"


def filed(person: Person, *, anonymous: bool = False) -> str:
    """File a tip; its number."""
    person.says(STORY)
    person.presses("匿名" if anonymous else "同意")
    answers = {
        "relation": "举报",
        "ip_type": "商标",
        "applicant_name": "李敏",
        "phone": "13873112345",
    }
    while person.slots["requested_slot"] != "confirmed":
        person.says(answers.get(person.slots["requested_slot"], "不知道"))
    person.presses("提交")
    return str(person.tickets[-1]["number"])


def test_progress_in_the_same_conversation_needs_no_number(person: Person) -> None:
    number = filed(person)
    reply = person.says("查一下我那个举报的进度")
    assert number in reply
    assert "已登记" in reply


def test_progress_from_elsewhere_needs_number_and_phone(
    new_person: Callable[[], Person],
) -> None:
    number = filed(new_person())
    stranger = new_person()
    stranger.says("我想查进度")
    stranger.says(number)
    reply = stranger.says("2345")
    assert number in reply
    assert "株洲" in reply


def test_a_wrong_phone_opens_nothing_and_says_nothing(new_person: Callable[[], Person]) -> None:
    number = filed(new_person())
    stranger = new_person()
    stranger.says("我想查进度")
    stranger.says(number)
    reply = stranger.says("0000")
    assert "没有找到" in reply
    assert "株洲" not in reply


def test_an_unknown_number_gets_the_same_answer(new_person: Callable[[], Person]) -> None:
    from bot.tickets import numbers

    filed(new_person())
    stranger = new_person()
    stranger.says("我想查进度")
    stranger.says(numbers.new())
    assert "没有找到" in stranger.says("2345")


def test_an_anonymous_ticket_opens_only_in_its_own_conversation(
    new_person: Callable[[], Person],
) -> None:
    owner = new_person()
    number = filed(owner, anonymous=True)
    assert number in owner.says("查一下进度")
    stranger = new_person()
    stranger.says("我想查进度")
    stranger.says(number)
    assert "没有找到" in stranger.says("2345")


def test_more_evidence_is_added_to_the_ticket(person: Person) -> None:
    number = filed(person)
    person.says("我要给刚才那个举报补充证据")
    if person.slots.get("requested_slot") == "case_text":
        person.says("我又拍到他们装货的照片,车牌尾号是88")
    verbs = [event["verb"] for event in person.tickets[0]["events"]]
    assert verbs == ["open", "supplement"]
    assert number == person.tickets[0]["number"]


def test_taking_back_needs_a_confirmation(person: Person) -> None:
    filed(person)
    person.says("我想撤回刚才的举报")
    assert person.tickets[0]["status"] == "opened"
    person.presses("确认撤回")
    assert person.tickets[0]["status"] == "withdrawn"


def test_taking_back_can_be_thought_better_of(person: Person) -> None:
    filed(person)
    person.says("我想撤回刚才的举报")
    person.presses("不撤了")
    assert person.tickets[0]["status"] == "opened"


def test_what_was_taken_back_cannot_be_taken_back_again(person: Person) -> None:
    filed(person)
    person.says("我想撤回刚才的举报")
    person.presses("确认撤回")
    person.says("我想撤回刚才的举报")
    reply = person.presses("确认撤回")
    assert "已撤回" in reply
    assert [e["verb"] for e in person.tickets[0]["events"]] == ["open", "withdraw"]


def test_who_is_in_haste_reminds_the_unit_once_a_day(person: Person) -> None:
    number = filed(person)
    assert number in person.says("查一下进度")
    assert "已替您催办" in person.presses("催办")
    assert "今天已经催过" in person.says("帮我催一下进度")
    person.waits(hours=25)
    assert "已替您催办" in person.says("查进度，催一下")
    assert [e["verb"] for e in person.tickets[-1]["events"]].count("remind") == 2


def test_who_was_turned_away_objects_in_the_conversation(person: Person) -> None:
    from bot.tickets import decisions
    from bot.tickets import queries as tickets

    number = filed(person)
    with person.engine.factory.begin() as session:
        ticket = tickets.by_number(session, number)
        assert ticket is not None
        decisions.decline(
            session, ticket, by="周强", role="handler", why="不属于知识产权", at=person.now
        )
    assert "不予受理" in person.says("查进度")
    person.presses("不同意")
    reply = person.says("这就是假冒我们注册商标，证书可以给你们看")
    assert "申诉已经登记" in reply
    assert person.tickets[-1]["events"][-1]["verb"] == "appeal"


def test_what_was_not_turned_away_cannot_be_objected_to(person: Person) -> None:
    filed(person)
    person.says("查进度")
    assert not any(
        button["title"].startswith("不同意") for m in person.heard[-3:] for button in m["buttons"]
    )
