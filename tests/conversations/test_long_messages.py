"""Very long messages, which platforms let people write: nothing is cut, and the person is told."""

import uuid

import pytest

from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from tests.people import Person

pytestmark = pytest.mark.model

STORY = "我要举报株洲天元区新马路有个仓库在批发假冒名牌鞋。" + "每天晚上都有货车来拉货。" * 300


def writes(person: Person, text: str) -> str:
    """Write as on a platform, where no limit of ours holds."""
    with person.engine.factory.begin() as session:
        arrived = Arrived("wechat", uuid.uuid4().hex, text)
        seq = inbox.accept(session, person.conversation_id, arrived, at=person.now)
    return person.listens(seq)


def test_a_story_of_pages_is_kept_whole_and_the_person_is_told_how_it_is_read(
    person: Person,
) -> None:
    answer = writes(person, STORY)
    assert f"这条消息有 {len(STORY)} 个字，全文已经保存" in answer
    person.presses("匿名")
    answers = {"ip_type": "商标", "relation": "举报"}
    summary = ""
    while person.slots["requested_slot"] != "confirmed":
        summary = person.says(answers.get(person.slots["requested_slot"], "不知道"))
    assert f"（共 {len(STORY)} 字，已全部记下）" in summary
    assert len(summary) < 1000
    person.presses("提交")
    assert person.tickets[0]["description"] == STORY


def test_an_ordinary_message_is_not_commented_on(person: Person) -> None:
    assert "全文已经保存" not in writes(person, "我要举报有人卖假货")
