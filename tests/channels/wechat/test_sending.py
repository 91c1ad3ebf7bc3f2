"""Customer messages: the token, and faults of the platform (cases 45–53)."""

import asyncio
import logging
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock, db
from bot.conversations import outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Outbound
from bot.errors import Unreachable
from channels.wechat.tokens import Tokens
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World
from tests.channels.wechat.phone import Phone

# No passive answers: everything goes out as a message.
ASYNC = {"HOTLINE_WECHAT_PASSIVE_WAIT": "0.05"}


def rows(world: World) -> list[Outbound]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(Outbound).order_by(Outbound.id)))


async def met(world: World, count: int = 1) -> list[Phone]:
    """People who have written once, and may be written to."""
    phones = [world.phone() for _ in range(count)]
    for phone in phones:
        await phone.says("你好")
    return phones


def tell(world: World, *texts: str, **kind: object) -> None:
    """Say something to everybody, as staff do."""
    with world.factory.begin() as session:
        for conversation in session.scalars(select(Conversation)):
            for text in texts:
                _say(session, conversation, Reply(text), **kind)


def _say(session: Session, conversation: Conversation, reply: Reply, **kind: object) -> None:
    outbox.say(session, conversation, reply, reply_to=None, at=clock.now(), sender="staff", **kind)  # type: ignore[arg-type]


def settled(world: World, status: str = "done") -> bool:
    found = rows(world)
    return bool(found) and {row.status for row in found} == {status}


async def test_fifty_sendings_at_once_ask_for_one_token(any_world: World) -> None:
    world = any_world
    world.api.token_takes = 0.3
    await world.start()
    await met(world, 50)
    tell(world, "通知")
    await until(lambda: len(world.api.sent) == 50, 30)
    assert world.api.tokens_asked == [False]


async def test_two_fronts_share_the_token(any_world: World) -> None:
    world = any_world
    await world.start()
    await met(world, 3)
    await world.start_front()
    tell(world, "一")
    await until(lambda: len(world.api.sent) == 3)
    tell(world, "二")
    await until(lambda: len(world.api.sent) == 6)
    assert world.api.tokens_asked == [False]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_refused_token_is_renewed_once_and_the_message_sent_once(
    world: World, code: int
) -> None:
    await world.start()
    await met(world)
    world.api.faults = [code]
    tell(world, "通知")
    await until(lambda: settled(world))
    assert world.api.tokens_asked == [False, True]
    assert world.api.texts() == ["通知"]


async def test_a_token_refused_for_ever_is_not_renewed_for_ever(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.start()
    await met(world, 5)
    world.api.always = 40001
    with caplog.at_level(logging.INFO):
        tell(world, "通知")
        await until(lambda: all(row.attempts for row in rows(world)), 30)
    assert len(world.api.tokens_asked) <= 2
    assert {row.status for row in rows(world)} == {"waiting"}
    assert "alert" in caplog.text
    assert "TOKEN-" not in caplog.text
    assert world.client is not None
    assert (await world.client.get("/healthz")).status_code == 200


async def test_the_alert_comes_also_when_a_token_call_itself_had_failed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    given: list[Any] = [Unreachable("WeChat", "timed out"), ("TOKEN-1-1", 7200.0)]

    async def ask(force: bool) -> tuple[str, float]:
        answer = given.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return cast("tuple[str, float]", answer)

    tokens = Tokens(world.factory, "wechat:any", ask)
    with pytest.raises(Unreachable):
        await tokens.current()
    refused = await tokens.current()
    with caplog.at_level(logging.INFO), pytest.raises(Unreachable, match="twice"):
        await tokens.renew(refused)
    assert "alert" in caplog.text
    assert "TOKEN-" not in caplog.text


async def test_a_token_call_that_hangs_ends_by_time_and_holds_nobody_up(world: World) -> None:
    world.api.token_takes = 30
    await world.start(HOTLINE_WECHAT_API_TIMEOUT="0.5")
    phone = (await met(world))[0]
    tell(world, "通知")
    await until(lambda: rows(world)[0].attempts == 1, 5)
    assert await asyncio.wait_for(phone.says("还在吗"), 3) is None


@pytest.mark.parametrize("faults", [[500], [502, "html"], ["reset"], [-1, -1]])
async def test_a_passing_fault_is_outlasted_without_doubling(
    world: World, faults: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    await world.start()
    await met(world)
    world.api.faults = faults
    with caplog.at_level(logging.DEBUG, logger="hotline"):
        tell(world, "通知")
        await until(lambda: settled(world))
    assert world.api.texts() == ["通知"]
    assert "TOKEN-" not in caplog.text


@pytest.mark.parametrize(
    ("code", "status", "calls"),
    [(45015, "parked", 1), (45047, "parked", 1), (48002, "dropped", 1), (40164, "parked", 1)],
)
async def test_a_final_no_is_not_asked_again(
    world: World, code: int, status: str, calls: int
) -> None:
    await world.start()
    await met(world)
    world.api.always = code
    tell(world, "通知")
    await until(lambda: settled(world, status))
    await asyncio.sleep(0.3)
    assert len([kind for kind, _ in world.api.calls if kind == "send"]) == calls


async def test_a_server_that_wechat_does_not_know_is_an_alert(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.start()
    await met(world)
    world.api.always = 40164
    tell(world, "通知")
    await until(lambda: settled(world, "parked"))
    assert "alert: WeChat errcode=40164, this server's address is not in" in caplog.text


async def test_two_people_with_the_same_news_both_get_it(world: World) -> None:
    await world.start()
    phones = await met(world, 2)
    tell(world, "您的事有进展")
    await until(lambda: settled(world))
    assert all(world.api.texts(phone.openid) == ["您的事有进展"] for phone in phones)
