"""What the page makes of a talk: a summary to edit, a ticket to keep; files sent without a word."""

import secrets
from typing import Any

import pytest

from bot.conversations.inbox import Arrived
from bot.conversations.records import StoredFile
from tests.people import Person

pytestmark = pytest.mark.model
STORY = "我要举报岳阳楼区一家店卖假冒我们商标的白酒，店名叫好再来烟酒行"


def cards(person: Person) -> list[dict[str, Any]]:
    return [message["card"] for message in person.heard if message.get("card")]


def sends_file(person: Person, name: str) -> str:
    """Upload a file and send it without a word."""
    with person.engine.factory.begin() as session:
        file = StoredFile(
            id=secrets.token_hex(16),
            conversation_id=person.conversation_id,
            name=name,
            media_type="image/png",
            size=72,
            sha256=secrets.token_hex(32),
            uploaded_at=person.now,
        )
        session.add(file)
    attached: dict[str, object] = {"file_id": file.id, "name": name}
    return person._send(Arrived("web", secrets.token_hex(8), "", None, (attached,)))


def fills_until_summary(person: Person) -> None:
    person.says(STORY)
    person.presses("同意，实名")
    person.says("没有")
    person.says("李敏")
    person.says("13873112345")


def test_the_summary_can_be_changed_line_by_line(person: Person) -> None:
    fills_until_summary(person)
    summary = cards(person)[-1]
    assert summary["kind"] == "summary"
    rows = {item["label"]: item for item in summary["items"]}
    assert rows["联系电话"]["value"] == "138****2345"
    assert "13873112345" not in str(summary)
    assert "商标" in rows["权利类型"]["choices"]
    asked = person.press(rows["发生地"]["button_id"])
    assert "发生在哪里" in asked
    assert "请您核对" not in asked
    shown = person.says("株洲市天元区")
    assert "株洲市天元区" in shown
    assert {i["label"]: i["value"] for i in cards(person)[-1]["items"]}["发生地"] == "株洲市天元区"


def test_the_filed_ticket_comes_as_a_card_with_its_number(person: Person) -> None:
    fills_until_summary(person)
    person.presses("提交")
    card = cards(person)[-1]
    assert card == {"kind": "ticket", "number": person.tickets[0]["number"]}
    assert card["number"] in person.heard[-1]["text"]
    person.says("查进度")
    assert cards(person)[-1] == card


def test_a_file_in_the_middle_of_the_form_is_thanked_for_and_the_question_stands(
    person: Person,
) -> None:
    person.says(STORY)
    person.presses("同意，实名")
    heard = sends_file(person, "包装照片.png")
    assert "收到 1 个文件" in heard
    assert "权利号码" in heard
    assert person.slots["requested_slot"] == "right_no"
    person.says("没有")
    person.says("李敏")
    person.says("13873112345")
    heard = sends_file(person, "小票.png")
    assert "附件：2 份" in heard
    person.presses("提交")
    assert [file["name"] for file in person.tickets[0]["evidence"]] == ["包装照片.png", "小票.png"]


def test_a_file_before_any_wish_is_kept_and_its_purpose_asked(person: Person) -> None:
    heard = sends_file(person, "合同.pdf")
    assert "收到 1 个文件" in heard
    assert "办什么事" in heard
    person.presses("举报")
    assert person.slots["form_name"] == "complaint_form"
