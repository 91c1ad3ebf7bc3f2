"""The brief of a takeover says who, which right, where, what is missing and what comes next."""

from typing import Any

import pytest

from bot.actions.intake.brief import brief, next_question
from bot.conversations.records import Conversation
from bot.tickets import service
from tests.handover.cast import Factory, Scene
from tests.tickets.cast import complaint

SLOTS: dict[str, Any] = {
    "consent": "agreed",
    "ip_type": "invention_patent",
    "description": "岳阳一家厂仿我的机器",
    "applicant_region": {"prefecture": "长沙市", "county": None, "outside": None},
    "infringement_region": {"prefecture": "岳阳市", "county": None, "outside": None},
    "applicant_name": "王建国",
    "phone": "13873112345",
    "requested_slot": "wants",
}


@pytest.fixture
def scene(database: Factory) -> Scene:
    scene = Scene(database)
    with database.begin() as session:
        talk = session.get_one(Conversation, scene.id)
        talk.snapshot = {"slots": SLOTS, "loop": "assistance_form"}
        service.open(session, complaint(conversation_id=scene.id), at=scene.now)
    return scene


def test_the_brief_is_built_from_slots_and_tickets(scene: Scene) -> None:
    with scene.factory() as session:
        told = brief(session, session.get_one(Conversation, scene.id))
    assert told.who == ("王建国", "138****2345")
    assert told.right == ("发明专利",)
    assert told.where == ("长沙市", "岳阳市")
    assert told.story == "岳阳一家厂仿我的机器"
    assert told.form == "维权援助申请"
    assert {"希望得到的帮助", "对方", "权利号码"} <= set(told.missing)
    assert ("权利类型", "发明专利") in told.asked
    assert told.matters[0].due == "12月15日"
    assert told.next_question == "您希望得到哪方面的帮助？"


def test_of_a_stranger_there_is_nothing_to_tell(database: Factory) -> None:
    scene = Scene(database)
    with scene.factory() as session:
        told = brief(session, session.get_one(Conversation, scene.id))
    assert (told.who, told.form, told.matters, told.next_question) == ((), None, (), None)


@pytest.mark.parametrize("snapshot", [None, {}, {"slots": {}}, {"slots": {}, "loop": "unknown"}])
def test_without_an_open_form_the_bot_asks_nothing(snapshot: dict[str, Any] | None) -> None:
    assert next_question(snapshot) is None
