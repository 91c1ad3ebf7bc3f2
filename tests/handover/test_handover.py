"""A person is handed over to a colleague and back; one owner of the turn at every moment."""

import pytest

from bot.conversations import handoff, notes, queue
from bot.errors import NotFound
from bot.staff.actor import Actor, Forbidden
from tests.colleagues import colleague
from tests.handover.cast import Factory, Scene

UNIT = "yueyang-branch"


@pytest.fixture
def scene(database: Factory) -> Scene:
    return Scene(database)


def staff(scene: Scene, name: str, unit: str = UNIT, role: str = "handler") -> Actor:
    with scene.factory.begin() as session:
        return colleague(session, name, unit, role)


def ask(scene: Scene, unit: str | None = UNIT) -> int:
    with scene.factory.begin() as session:
        return handoff.ask(session, scene.id, why="asked", at=scene.now, center_id=unit).place


def claim(scene: Scene, by: Actor) -> None:
    with scene.factory.begin() as session:
        handoff.claim(session, scene.id, by, at=scene.now)


def reply(scene: Scene, by: Actor, text: str = "您好") -> None:
    with scene.factory.begin() as session:
        handoff.reply(session, scene.id, by, text, at=scene.now)


def hand_back(scene: Scene, by: Actor, question: str | None = None) -> None:
    with scene.factory.begin() as session:
        handoff.hand_back(session, scene.id, by, at=scene.now, why="答完", question=question)


def test_while_a_person_waits_the_bot_still_answers(scene: Scene) -> None:
    assert ask(scene) == 1
    assert scene.owner == "waiting"
    scene.person_says("先问一句")
    scene.bot_turns()
    assert scene.said[-1] == "bot: bot: 先问一句"


def test_once_claimed_the_bot_is_silent_whatever_is_typed_and_however_long(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    ask(scene)
    claim(scene, zhou)
    for text in ("您好", "/restart", "转人工", "我要举报", "?"):
        scene.person_says(text)
        scene.bot_turns()
        scene.passes(hours=3)
    assert [line for line in scene.said if line.startswith("bot")] == []
    assert scene.owner == "staff"


def test_what_was_said_to_the_colleague_is_not_answered_by_the_bot_later(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    ask(scene)
    claim(scene, zhou)
    scene.person_says("这句是跟工作人员说的")
    hand_back(scene, zhou)
    scene.bot_turns()
    assert [line for line in scene.said if line.startswith("bot")] == []
    scene.person_says("这句跟机器人说")
    scene.bot_turns()
    assert scene.said[-1] == "bot: bot: 这句跟机器人说"


def test_an_answer_thought_before_the_claim_is_not_sent_after_it(scene: Scene) -> None:
    zhou = staff(scene, "周强", "provincial")
    scene.person_says("在吗")
    scene.bot_turns()
    claim(scene, zhou)
    scene.delivers()
    assert scene.sent == [("system", "staff")]
    assert scene.outgoing[0] == "dropped"


def test_what_waited_when_a_colleague_took_over_is_not_answered_by_the_bot(scene: Scene) -> None:
    zhou = staff(scene, "周强", "provincial")
    scene.person_says("在吗")
    claim(scene, zhou)
    scene.bot_turns()
    assert [line for line in scene.said if line.startswith("bot")] == []


def test_of_two_colleagues_the_second_is_told_who_has_it(scene: Scene) -> None:
    zhou, li = staff(scene, "周强"), staff(scene, "李霞")
    ask(scene)
    claim(scene, zhou)
    with pytest.raises(handoff.Taken, match="周强"):
        claim(scene, li)
    before = scene.said
    with pytest.raises(handoff.NotYours, match="周强"):
        reply(scene, li)
    claim(scene, zhou)
    assert scene.said == before


def test_who_has_not_claimed_cannot_reply(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    ask(scene)
    with pytest.raises(handoff.NotYours, match="还没有接入"):
        reply(scene, zhou)
    assert scene.said == []


def test_another_unit_is_told_that_there_is_no_such_conversation(scene: Scene) -> None:
    stranger = staff(scene, "外人", "hengyang-branch", "supervisor")
    ask(scene)
    for verb in (claim, reply, hand_back):
        with pytest.raises(NotFound, match="没有找到"):
            verb(scene, stranger)
    assert scene.owner == "waiting"


@pytest.mark.parametrize("role", ["admin", "auditor", "editor", "reviewer"])
def test_who_is_no_caseworker_cannot_even_know_of_it(scene: Scene, role: str) -> None:
    other = staff(scene, "别的角色", "provincial", role)
    ask(scene)
    with pytest.raises(NotFound):
        claim(scene, other)


def test_the_province_may_take_over_everywhere(scene: Scene) -> None:
    ask(scene)
    claim(scene, staff(scene, "省中心", "provincial"))
    assert scene.owner == "staff"


def test_staff_may_reach_in_without_being_asked(scene: Scene) -> None:
    province = staff(scene, "省中心", "provincial")
    claim(scene, province)
    reply(scene, province, "您好，我是工作人员")
    assert scene.said[-1] == "staff: 您好，我是工作人员"
    scene.delivers()
    assert scene.sent == [("system", "staff"), ("staff", "staff")]


def test_given_back_to_the_queue_it_keeps_its_place(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    ask(scene)
    scene.passes(minutes=5)
    other = Scene(scene.factory, now=scene.now)
    assert ask(other) == 2
    claim(scene, zhou)
    with scene.factory.begin() as session:
        handoff.release(session, scene.id, zhou, at=scene.now)
    assert scene.owner == "waiting"
    assert "第 1 位" in scene.said[-1]
    scene.person_says("还在吗")
    scene.bot_turns()
    assert scene.said[-1] == "bot: bot: 还在吗"


def test_a_colleague_can_be_given_it_by_its_owner_or_by_who_leads(scene: Scene) -> None:
    zhou, li = staff(scene, "周强"), staff(scene, "李霞")
    chief, stranger = (
        staff(scene, "主管", role="supervisor"),
        staff(scene, "外人", "hengyang-branch"),
    )
    ask(scene)
    claim(scene, zhou)
    with scene.factory.begin() as session, pytest.raises(Forbidden):
        handoff.reassign(session, scene.id, li, li, at=scene.now)
    with scene.factory.begin() as session, pytest.raises(Forbidden):
        handoff.reassign(session, scene.id, zhou, stranger, at=scene.now)
    with scene.factory.begin() as session:
        handoff.reassign(session, scene.id, chief, li, at=scene.now)
    reply(scene, li, "接着说")
    with pytest.raises(handoff.NotYours):
        reply(scene, zhou)


def test_after_handing_back_the_bot_asks_where_it_was(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    ask(scene)
    claim(scene, zhou)
    hand_back(scene, zhou, question="请留一个联系电话。")
    assert scene.owner == "bot"
    assert scene.said[-1] == "bot: 请留一个联系电话。"
    assert "智能助手继续" in scene.said[-2]


def test_a_second_handover_works_like_the_first(scene: Scene) -> None:
    zhou, li = staff(scene, "周强"), staff(scene, "李霞")
    for by in (zhou, li, zhou):
        assert ask(scene) == 1
        claim(scene, by)
        reply(scene, by)
        hand_back(scene, by)
        scene.person_says("好的")
        scene.bot_turns()
        assert scene.said[-1] == "bot: bot: 好的"


def test_a_supervisor_may_end_what_a_colleague_left_open(scene: Scene) -> None:
    ask(scene)
    claim(scene, staff(scene, "周强"))
    hand_back(scene, staff(scene, "主管", role="supervisor"))
    assert scene.owner == "bot"


def test_the_waiting_time_told_is_what_others_really_waited(scene: Scene) -> None:
    zhou = staff(scene, "周强")
    for minutes in (2, 4, 30):
        other = Scene(scene.factory, now=scene.now)
        ask(other)
        other.passes(minutes=minutes)
        claim(other, zhou)
        scene.now = other.now
    with scene.factory.begin() as session:
        place = handoff.ask(session, scene.id, why="asked", at=scene.now, center_id=UNIT)
    assert place == queue.Place(1, 4)
    assert "4 分钟" in place.words()


def test_without_experience_no_waiting_time_is_invented(scene: Scene) -> None:
    with scene.factory.begin() as session:
        place = handoff.ask(session, scene.id, why="asked", at=scene.now, center_id=UNIT)
    assert place.minutes is None
    assert "说不准" in place.words()


def test_notes_stay_among_colleagues(scene: Scene) -> None:
    zhou, stranger = staff(scene, "周强"), staff(scene, "外人", "hengyang-branch")
    ask(scene)
    with scene.factory.begin() as session:
        notes.write(session, scene.id, zhou, " 已核对专利号 ", at=scene.now)
        with pytest.raises(NotFound):
            notes.write(session, scene.id, stranger, "看看", at=scene.now)
    with scene.factory() as session:
        assert [(n.staff_name, n.text) for n in notes.of(session, scene.id)] == [
            ("周强", "已核对专利号")
        ]
    assert scene.said == []
