"""A colleague is asked for by rule and after two misses; never for an ordinary word."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import SHANGHAI
from bot.conversations.records import Conversation, Message
from bot.desk import escalation
from bot.errors import BadData
from bot.tickets import queries
from tests.handover.cast import RULES, Factory, Scene

NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=SHANGHAI)


@pytest.fixture
def scene(database: Factory) -> Scene:
    return Scene(database)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("他们扬言要打我", "danger"),
        ("对方拿刀来我店里", "danger"),
        ("我不想活了", "danger"),
        ("我才15岁，能举报吗", "minors"),
        ("我是初中生", "minors"),
        ("我是潇湘晨报的记者", "press"),
        ("我们电视台想采访你们", "press"),
        ("你这个傻逼机器人", "abuse"),
        ("我的专利被仿冒了", None),
        ("有人要打假冒我们商标的官司", None),
        ("我们公司成立15年了", None),
        ("我孩子15岁，他画的画被盗用了", None),
        ("他把我们的刀具外观设计仿了", None),
        ("记者站附近那家店卖假货", None),
        ("一家叫妈的味道的店冒用商标", None),
        ("打火机专利怎么申请", None),
        ("我是小学美术老师，墙绘被拍成了广告", None),
        ("老板要我滚蛋，还欠我工资", None),
        ("滚蛋", "abuse"),
    ],
)
def test_which_words_call_for_a_colleague(text: str, rule: str | None) -> None:
    assert escalation.rules().of(text) == rule


def test_in_office_hours_whoever_is_in_danger_is_queued_and_told_where_help_is(
    scene: Scene,
) -> None:
    scene.person_says("他们扬言要打我，我怕")
    scene.bot_turns()
    assert scene.owner == "waiting"
    assert "110" in scene.said[-1]
    assert "第 1 位" in scene.said[-1]


def test_at_night_a_callback_is_filed_once_a_day(scene: Scene) -> None:
    scene.now = NIGHT
    for _ in range(2):
        scene.person_says("我是潇湘晨报的记者")
        scene.bot_turns()
    assert scene.owner == "bot"
    assert "11月25日（周三）09:00" in scene.said[-1]
    with scene.factory() as session:
        tickets = queries.all_as_json(session, queries.list_tickets(session))
    (ticket,) = tickets
    assert ticket["category"] == "callback"
    assert "媒体" in ticket["route_reason"]
    assert ticket["number"] in scene.said[-1]


def test_at_night_mere_rudeness_files_nothing(scene: Scene) -> None:
    scene.now = NIGHT
    scene.person_says("王八蛋")
    scene.bot_turns()
    with scene.factory() as session:
        assert queries.list_tickets(session) == []


def _misses(scene: Scene, *intents: str, loop: str | None = None) -> None:
    for intent in intents:
        seq = scene.person_says("呃呃呃")
        with scene.factory.begin() as session:
            query = select(Message).where(Message.conversation_id == scene.id, Message.seq == seq)
            said = session.scalars(query).one()
            said.reading = {"intent": {"name": intent, "confidence": 0.2}}
            talk = session.get_one(Conversation, scene.id)
            talk.snapshot = {"slots": {}, "loop": loop}
            facts: dict[str, Any] = {"directory": RULES.directory, "offices": RULES.offices}
            escalation.after(session, talk, said, at=scene.now, **facts)
        scene.now += timedelta(seconds=20)


@pytest.mark.parametrize(
    ("intents", "owner"),
    [
        (["nlu_fallback"], "bot"),
        (["nlu_fallback", "nlu_fallback"], "waiting"),
        (["nlu_fallback", "ask_procedure", "nlu_fallback"], "bot"),
        (["greet", "nlu_fallback", "nlu_fallback"], "waiting"),
    ],
)
def test_after_two_misses_in_a_row_a_colleague_is_asked_for(
    scene: Scene, intents: list[str], owner: str
) -> None:
    _misses(scene, *intents)
    assert scene.owner == owner


def test_inside_a_form_misses_have_their_own_ways_out(scene: Scene) -> None:
    _misses(scene, "nlu_fallback", "nlu_fallback", loop="complaint_form")
    assert scene.owner == "bot"


def test_who_waits_already_is_not_queued_again(scene: Scene) -> None:
    for _ in range(3):
        scene.person_says("我是潇湘晨报的记者")
        scene.bot_turns()
    assert sum("第 1 位" in line for line in scene.said) == 1


@pytest.mark.parametrize(
    "text", ["", "rules: 3", "rules: {a: {words: ['(']}}\nmisses: 2", "rules: {a: {}}\nmisses: 2"]
)
def test_rules_that_cannot_be_used_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "escalation.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match="words"):
        escalation.rules(file)
