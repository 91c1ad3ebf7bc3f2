"""Bot turns, claims, staff replies and handing back in any order: never two answers to one word."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select

from bot.conversations import handoff
from bot.conversations.records import Inbound
from bot.errors import Conflict
from bot.staff.actor import Actor
from tests.colleagues import colleague
from tests.handover.cast import Factory, Scene

INTERLEAVINGS = 1000
BEGINS = ("工作人员已接入", "已转给另一位")
ENDS = ("人工接待已结束", "工作人员暂时离开")


def double_replies(scene: Scene) -> list[str]:
    """Everything a person would take for two voices at once."""
    wrong, staffed = [], False
    with scene.factory() as session:
        query = select(Inbound).where(Inbound.conversation_id == scene.id)
        fate = {inbound.seq: inbound.status for inbound in session.scalars(query)}
    answered: set[int] = set()
    for message in scene.messages:
        if message.sender == "system":
            staffed = message.text.startswith(BEGINS) or (
                staffed and not message.text.startswith(ENDS)
            )
        if message.sender == "bot" and staffed:
            wrong.append(f"the bot spoke while staff owned the turn: {message.seq}")
        if message.sender == "staff" and not staffed:
            wrong.append(f"staff spoke while the bot owned the turn: {message.seq}")
        if message.sender == "bot" and message.reply_to in answered:
            wrong.append(f"answered twice: {message.reply_to}")
        if message.sender == "bot" and message.reply_to is not None:
            answered.add(message.reply_to)
            if fate[message.reply_to] == "staff":
                wrong.append(f"said to staff, answered by the bot: {message.reply_to}")
    wrong += [f"sent {voice}" for voice in scene.sent if voice == ("bot", "staff")]
    return wrong


def _play(factory: Factory, cast: tuple[Actor, Actor], chance: random.Random) -> Scene:
    scene = Scene(factory)

    def staff_does(verb: Callable[..., object], *more: object) -> None:
        with suppress(Conflict), factory.begin() as session:
            verb(session, scene.id, chance.choice(cast), *more, at=scene.now)

    def ask() -> None:
        with factory.begin() as session:
            handoff.ask(session, scene.id, why="asked", at=scene.now)

    steps: list[Callable[[], object]] = [
        scene.person_says,
        scene.person_says,
        scene.bot_turns,
        scene.bot_turns,
        ask,
        scene.delivers,
        lambda: staff_does(handoff.claim),
        lambda: staff_does(handoff.reply, "我来看看"),
        lambda: staff_does(handoff.release),
        lambda: staff_does(handoff.hand_back),
    ]
    for _ in range(chance.randint(8, 20)):
        chance.choice(steps)()
        scene.passes(seconds=chance.choice((0, 1, 70)))
    scene.delivers()
    return scene


@pytest.mark.slow
def test_no_double_reply_in_a_thousand_random_interleavings(database: Factory) -> None:
    with database.begin() as session:
        cast = (
            colleague(session, "周强", "provincial"),
            colleague(session, "李霞", "provincial"),
        )
    spoken: set[str] = set()
    for seed in range(INTERLEAVINGS):
        scene = _play(database, cast, random.Random(seed))
        assert double_replies(scene) == [], f"seed {seed}: {scene.said}"
        spoken |= {message.sender for message in scene.messages}
        # Left open it would be the next scene's first claim.
        scene.bot_turns()
    assert spoken == {"user", "bot", "staff", "system"}


@pytest.mark.slow
def test_no_double_reply_when_everybody_acts_at_the_same_instant(database: Factory) -> None:
    with database.begin() as session:
        zhou = colleague(session, "周强", "provincial")
        li = colleague(session, "李霞", "provincial")

    def staff(scene: Scene, by: Actor) -> None:
        for verb in (
            handoff.claim,
            lambda *a, at: handoff.reply(*a, "我在", at=at),
            handoff.hand_back,
        ):
            with suppress(Conflict), database.begin() as session:
                verb(session, scene.id, by, at=scene.now)

    def bot(scene: Scene) -> None:
        for _ in range(3):
            scene.person_says()
            scene.bot_turns()

    for _ in range(20):
        scene = Scene(database)
        with ThreadPoolExecutor(4) as pool:
            work = [pool.submit(bot, scene), pool.submit(staff, scene, zhou)]
            work += [pool.submit(staff, scene, li), pool.submit(scene.delivers)]
            for one in work:
                one.result(timeout=60)
        assert double_replies(scene) == []
