"""Nobody waits for ever: in the queue, for a colleague, or a colleague for the person."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.conversations import handoff
from bot.conversations.patience import patience
from bot.desk import tick
from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets import queries
from tests.colleagues import colleague
from tests.handover.cast import Factory, Scene

RULES = tick.Rules.load(ROOT / "knowledge")
UNIT = "yueyang-branch"


@pytest.fixture
def scene(database: Factory) -> Scene:
    return Scene(database)


def ask(scene: Scene) -> None:
    with scene.factory.begin() as session:
        handoff.ask(session, scene.id, why="asked", at=scene.now, center_id=UNIT)


def round_(scene: Scene) -> dict[str, int]:
    return dict(tick.run(scene.factory, RULES, at=scene.now, reminders_too=False))


def tickets(scene: Scene) -> list[dict[str, object]]:
    with scene.factory() as session:
        return queries.all_as_json(session, queries.list_tickets(session))


def test_when_nobody_comes_a_callback_is_filed_and_the_bot_goes_on(scene: Scene) -> None:
    scene.person_says("想问专利的事")
    scene.bot_turns()
    ask(scene)
    scene.passes(minutes=9)
    assert round_(scene) == {}
    scene.passes(minutes=1)
    assert round_(scene) == {"expired": 1}
    assert scene.owner == "bot"
    (ticket,) = tickets(scene)
    assert (ticket["category"], ticket["center_id"]) == ("callback", UNIT)
    assert "想问专利的事" in str(ticket["description"])
    assert str(ticket["number"]) in scene.said[-1]
    assert round_(scene) == {}
    assert len(tickets(scene)) == 1


def test_at_closing_time_who_still_waits_is_told_the_real_next_opening(scene: Scene) -> None:
    scene.now = datetime(2026, 9, 30, 17, 28, tzinfo=SHANGHAI)
    ask(scene)
    scene.passes(minutes=3)
    assert round_(scene) == {"expired": 1}
    assert "10月8日（周四）09:00" in scene.said[-1]


def test_a_phone_that_was_given_with_consent_goes_into_the_callback(scene: Scene) -> None:
    from bot.conversations.records import Conversation

    with scene.factory.begin() as session:
        slots = {"consent": "agreed", "phone": "13873112345", "applicant_name": "withheld"}
        session.get_one(Conversation, scene.id).snapshot = {"slots": slots}
    ask(scene)
    scene.passes(minutes=10)
    round_(scene)
    (ticket,) = tickets(scene)
    assert (ticket["phone"], ticket["applicant_name"]) == ("13873112345", None)


def test_a_colleague_who_leaves_the_person_waiting_loses_the_turn(scene: Scene) -> None:
    with scene.factory.begin() as session:
        zhou = colleague(session, "周强", UNIT)
        chief = colleague(session, "主管", UNIT, "supervisor")
    ask(scene)
    with scene.factory.begin() as session:
        handoff.claim(session, scene.id, zhou, at=scene.now)
    scene.person_says("在吗")
    scene.passes(minutes=9)
    assert round_(scene) == {}
    scene.passes(minutes=1)
    assert round_(scene)["requeued"] == 1
    assert scene.owner == "waiting"
    assert "没能回复" in scene.said[-1]
    with scene.factory() as session:
        from bot.staff import notices

        assert [n.kind for n in notices.unread(session, chief.id)] == ["left_waiting"]


def test_a_colleague_who_answers_in_time_keeps_the_turn(scene: Scene) -> None:
    with scene.factory.begin() as session:
        zhou = colleague(session, "周强", UNIT)
    ask(scene)
    with scene.factory.begin() as session:
        handoff.claim(session, scene.id, zhou, at=scene.now)
    scene.person_says("在吗")
    scene.passes(minutes=8)
    with scene.factory.begin() as session:
        handoff.reply(session, scene.id, zhou, "在的", at=scene.now)
    scene.passes(minutes=29)
    assert round_(scene) == {}
    assert scene.owner == "staff"


def test_a_person_who_went_away_is_given_back_to_the_bot(scene: Scene) -> None:
    with scene.factory.begin() as session:
        zhou = colleague(session, "周强", UNIT)
    ask(scene)
    with scene.factory.begin() as session:
        handoff.claim(session, scene.id, zhou, at=scene.now)
        handoff.reply(session, scene.id, zhou, "请问是哪一件？", at=scene.now)
    scene.passes(minutes=30)
    assert round_(scene) == {"ended": 1}
    assert scene.owner == "bot"
    scene.person_says("我回来了")
    scene.bot_turns()
    assert scene.said[-1] == "bot: bot: 我回来了"


def test_two_rounds_at_once_do_nothing_twice(scene: Scene) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ask(scene)
    scene.passes(minutes=10)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: round_(scene), range(4)))
    assert sum(one.get("expired", 0) for one in done) == 1
    assert len(tickets(scene)) == 1


@pytest.mark.parametrize("text", ["", "queue: 10", "queue: 0\nstaff: 1\nperson: 1", "queue: x"])
def test_patience_that_is_no_number_of_minutes_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "handover.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match="minutes"):
        patience(file)


def test_the_patience_of_this_service_is_data() -> None:
    assert RULES.patience.queue == timedelta(minutes=10)
