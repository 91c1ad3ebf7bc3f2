"""The bot switched off on a channel: it is silent, and nobody is left without a person."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.conversations import switches
from bot.errors import Refused
from bot.staff import audit
from bot.staff.actor import Actor, Forbidden
from bot.tickets import queries
from tests.colleagues import colleague
from tests.handover.cast import Factory, Scene

NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=SHANGHAI)


@pytest.fixture
def scene(database: Factory) -> Scene:
    return Scene(database)


def boss(scene: Scene) -> Actor:
    with scene.factory.begin() as session:
        return colleague(session, "省主管", "provincial", "supervisor")


def turn_off(scene: Scene, by: Actor, *, on: bool = False, channel: str = "wechat") -> None:
    with scene.factory.begin() as session:
        switches.switch(session, by, channel, on=on, why="模型更新", at=scene.now)


def test_off_it_says_nothing_and_the_person_is_queued_and_told_once(scene: Scene) -> None:
    turn_off(scene, boss(scene))
    for text in ("你好", "在吗"):
        scene.person_says(text)
        scene.bot_turns()
    assert scene.owner == "waiting"
    assert not any(said.startswith("bot:") for said in scene.said)
    told = [said for said in scene.said if said.startswith("system:")]
    assert len(told) == 1
    assert "停用" in told[0]
    assert "第 1 位" in told[0]


def test_off_and_closed_a_callback_is_filed_once(scene: Scene) -> None:
    turn_off(scene, boss(scene))
    scene.now = NIGHT
    for text in ("你好", "在吗"):
        scene.person_says(text)
        scene.bot_turns()
    with scene.factory() as session:
        tickets = queries.list_tickets(session)
    assert [ticket.category for ticket in tickets] == ["callback"]
    assert sum(tickets[0].number in said for said in scene.said) == 1


def test_another_channel_stays_on_and_on_again_it_answers(scene: Scene) -> None:
    by = boss(scene)
    turn_off(scene, by, channel="web")
    scene.person_says("你好")
    scene.bot_turns()
    assert scene.said[-1].startswith("bot:")
    turn_off(scene, by)
    turn_off(scene, by, on=True)
    scene.person_says("再问")
    scene.bot_turns()
    assert scene.said[-1].startswith("bot:")


def test_switching_needs_the_province_a_reason_and_leaves_a_record(scene: Scene) -> None:
    by = boss(scene)
    with scene.factory.begin() as session:
        local = colleague(session, "岳阳主管", "yueyang-branch", "supervisor")
        with pytest.raises(Forbidden):
            switches.switch(session, local, "web", on=False, why="试试", at=scene.now)
        for channel, on, why in (("web", False, " "), ("fax", False, "停"), ("web", True, "开")):
            with pytest.raises(Refused):
                switches.switch(session, by, channel, on=on, why=why, at=scene.now)
        switches.switch(session, by, "web", on=False, why="模型更新", at=scene.now)
        newest = audit.newest(session)
        assert newest is not None
        assert (newest.act, newest.about, newest.why) == ("bot.switch", "bot:web", "模型更新")
