"""While a turn thinks, others write; what was taken away meanwhile does not count."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations import claims, inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Inbound, Message
from bot.engine.turn import Engine
from tests.people import START

Factory = sessionmaker[Session]


@dataclass
class SlowMind:
    """Stands in for Rasa: thinks as long as it is told, and does meanwhile what it is told."""

    seconds: float = 0.0
    meanwhile: Any = None
    saved: Any = None
    thought: list[str] = field(default_factory=list)

    async def handle_message(self, message: Any) -> None:
        self.thought.append(message.text)
        await asyncio.sleep(self.seconds)
        if self.meanwhile:
            self.meanwhile()
        await message.output_channel.send_response("", {"text": f"想好了：{message.text}"})

    def lend(self, snapshot: Any) -> None:
        self.saved = None

    def captured(self) -> dict[str, Any]:
        return {"slots": {}, "loop": None}


def engine_with(factory: Factory, mind: SlowMind) -> Engine:
    agent: Any = SimpleNamespace(processor=mind)
    shelf: Any = SimpleNamespace()
    return Engine("engine-1", factory, shelf, agent, mind)


def someone(factory: Factory, *texts: str) -> str:
    with factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
        for number, text in enumerate(texts):
            arrived = Arrived("web", f"{conversation.id}:{number}", text, payload=f"/{text}")
            inbox.accept(session, conversation.id, arrived, at=START)
        return conversation.id


def lines(factory: Factory, conversation_id: str) -> list[str]:
    with db.reading(factory) as session:
        query = select(Message.text).where(Message.conversation_id == conversation_id)
        return list(session.scalars(query.order_by(Message.seq)))


async def test_others_are_accepted_while_a_turn_thinks(database: Factory) -> None:
    slow = someone(database, "慢")
    turn = asyncio.create_task(engine_with(database, SlowMind(2.0)).work(START))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    other = await asyncio.to_thread(someone, database, "急")
    with database.begin() as session:
        inbox.accept(session, slow, Arrived("web", "more", "还有"), at=START)
    assert time.monotonic() - began < 1.2
    await turn
    assert lines(database, other) == ["急"]
    assert lines(database, slow) == ["慢", "还有", "想好了：/慢"]


async def test_a_turn_that_was_taken_over_says_nothing(database: Factory) -> None:
    name = someone(database, "你好")

    def taken_over() -> None:
        with database.begin() as session:
            conversation = session.get_one(Conversation, name, with_for_update=True)
            conversation.owner = "staff"
            inbox.absorb(session, conversation)

    mind = SlowMind(0.1, meanwhile=taken_over)
    assert await engine_with(database, mind).work(START)
    assert lines(database, name) == ["你好"]
    with db.reading(database) as session:
        assert session.scalars(select(Inbound.status)).one() == "staff"
        assert session.get_one(Conversation, name).snapshot is None


async def test_a_message_that_another_engine_answered_meanwhile_is_not_answered_again(
    database: Factory,
) -> None:
    name = someone(database, "你好")

    def answered_by_another() -> None:
        with database.begin() as session:
            session.scalars(select(Inbound)).one().status = "done"
            claims.release(session, session.get_one(Conversation, name), at=START)

    mind = SlowMind(0.1, meanwhile=answered_by_another)
    assert await engine_with(database, mind).work(START)
    assert lines(database, name) == ["你好"]


@pytest.mark.postgres
async def test_two_engines_take_two_conversations_not_the_same_one(
    postgres_database: Factory,
) -> None:
    first, second = someone(postgres_database, "一"), someone(postgres_database, "二")
    minds = SlowMind(0.3), SlowMind(0.3)
    engines = [engine_with(postgres_database, mind) for mind in minds]
    await asyncio.gather(*(engine.work(START) for engine in engines))
    assert sorted(minds[0].thought + minds[1].thought) == ["/一", "/二"]
    assert lines(postgres_database, first) == ["一", "想好了：/一"]
    assert lines(postgres_database, second) == ["二", "想好了：/二"]


async def test_neighbours_without_a_lock_to_share_pass_over_what_the_other_is_at(
    database: Factory,
) -> None:
    someone(database, "一")
    other = someone(database, "二")
    with db.reading(database) as session:
        found = claims.next_waiting(session, taken=lambda inbox_id: inbox_id == 1)
        assert found is not None
        assert found[0].id == other


async def test_nobody_waits_behind_a_flood(database: Factory) -> None:
    someone(database, "1", "2", "3", "4", "5")
    someone(database, "只有一句")
    mind = SlowMind()
    engine = engine_with(database, mind)
    while await engine.work(START + timedelta(seconds=1)):
        pass
    assert mind.thought.index("/只有一句") <= 1
    flood = [text for text in mind.thought if text != "/只有一句"]
    assert flood == ["/1", "/2", "/3", "/4", "/5"]


@pytest.mark.parametrize("wrong", [ValueError, SystemExit])
async def test_a_turn_that_fails_leaves_nothing(database: Factory, wrong: type[Exception]) -> None:
    someone(database, "你好")

    def fails() -> None:
        raise wrong

    engine = engine_with(database, SlowMind(meanwhile=fails))
    if wrong is SystemExit:
        with pytest.raises(SystemExit):
            await engine.work(START)
    else:
        assert await engine.work(START)
    with db.reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalars(select(Inbound.status)).one() == "waiting"
