"""Messages of a platform that are no words, and evidence that belongs to one matter."""

import uuid
from collections.abc import Callable

import pytest

from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import StoredFile
from tests.people import Person

pytestmark = pytest.mark.model

STORY = "我要举报株洲天元区有个仓库在批发假冒名牌鞋，就在新马路那边的仓库里"


def sends(person: Person, payload: str) -> str:
    """A message whose meaning the channel has found out."""
    choice = '/inform{"choice":"' + payload + '"}'
    with person.engine.factory.begin() as session:
        arrived = Arrived("wechat", uuid.uuid4().hex, "[图片]", choice)
        seq = inbox.accept(session, person.conversation_id, arrived, at=person.now)
    return person.listens(seq)


def uploads(person: Person, name: str) -> None:
    with person.engine.factory.begin() as session:
        session.add(
            StoredFile(
                id=uuid.uuid4().hex,
                conversation_id=person.conversation_id,
                name=name,
                media_type="image/png",
                size=1,
                sha256=uuid.uuid4().hex * 2,
                uploaded_at=person.now,
            )
        )


def files_a_tip(person: Person) -> None:
    person.says(STORY)
    person.presses("匿名")
    answers = {"ip_type": "商标", "relation": "举报"}
    while person.slots["requested_slot"] != "confirmed":
        person.says(answers.get(person.slots["requested_slot"], "不知道"))
    person.presses("提交")


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        ("nofile:gone", "再发一次"),
        ("nofile:too_large", "10 MB"),
        ("nofile:kind", "收不了"),
        ("nofile:many", "20 个"),
        ("nofile:unreachable", "过一会儿"),
        ("heard:voice", "打字"),
        ("heard:place", "县市"),
        ("heard:empty", "空消息"),
        ("heard:unknown", "看不懂"),
    ],
)
def test_what_is_no_text_is_explained_with_and_without_a_form(
    new_person: Callable[[], Person], payload: str, word: str
) -> None:
    person = new_person()
    assert word in sends(person, payload)
    person.says(STORY)
    person.presses("匿名")
    asked = person.slots["requested_slot"]
    answer = sends(person, payload)
    assert word in answer
    assert "我们接着登记" in answer
    assert person.slots["requested_slot"] == asked


def test_evidence_of_a_filed_matter_is_not_evidence_of_the_next(person: Person) -> None:
    uploads(person, "第一件.png")
    files_a_tip(person)
    uploads(person, "第二件.png")
    files_a_tip(person)
    names = [[file["name"] for file in ticket["evidence"]] for ticket in person.tickets]
    assert names == [["第一件.png"], ["第二件.png"]]


def test_two_matters_of_one_story_share_their_evidence(person: Person) -> None:
    person.says("我是长沙的，我的发明专利被岳阳一家厂仿冒了，想申请维权援助，还要举报他们")
    uploads(person, "证据.png")
    for _ in range(40):
        if len(person.tickets) == 2:
            break
        slot = person.slots.get("requested_slot")
        if slot == "consent":
            person.presses("同意")
        elif slot == "confirmed":
            person.presses("提交")
        else:
            given = {"phone": "13873112345", "relation": "投诉", "wants": "调解"}
            person.says(given.get(str(slot), "不知道"))
    assert [len(ticket["evidence"]) for ticket in person.tickets] == [1, 1]
