"""Every message is answered once, and acknowledged in time (cases 19–27, 59)."""

import asyncio
import time

import httpx
import pytest
from sqlalchemy import func, select

from bot import db
from bot.conversations.records import Inbound, Outbound
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World


def statuses(world: World) -> list[str]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(Outbound.status).order_by(Outbound.id)))


async def test_three_deliveries_at_once_are_one_turn_and_one_answer(any_world: World) -> None:
    world = any_world
    engine = world.engine(seconds=0.2)
    await world.start(engine)
    phone = world.phone()
    message = phone.message(Content="你好")
    answers = await asyncio.gather(*(phone.post(message) for _ in range(3)))
    texts = [phone.read(answer) for answer in answers]
    assert sorted(filter(None, texts)) == ["收到：你好"]
    assert len(engine.heard) == 1
    assert world.api.sent == []


async def test_a_repetition_after_a_restart_is_known(any_world: World) -> None:
    world = any_world
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    message = phone.message(Content="你好")
    await phone.post(message)
    await world.start_front()
    again = world.phone(openid=phone.openid)
    assert again.read(await again.post(message)) is None
    assert len(engine.heard) == 1


async def test_two_messages_of_one_second_are_both_answered(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    first = phone.message(Content="一")
    second = {**phone.message(Content="二"), "CreateTime": first["CreateTime"]}
    await phone.post(first)
    await phone.post(second)
    assert [text for text, _ in engine.heard] == ["一", "二"]


async def test_a_subscription_is_welcomed_once_and_a_scan_counts_besides(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    subscribe = phone.message("event", Event="subscribe", EventKey="qrscene_1")
    scan = {**subscribe, "Event": "SCAN", "EventKey": "1"}
    for message in (subscribe, subscribe, subscribe, scan):
        await phone.post(message)
    assert engine.heard == [("关注", "/greet"), ("扫码", "/greet")]


async def test_a_slow_turn_is_acknowledged_and_answered_by_a_message(any_world: World) -> None:
    world = any_world
    await world.start(world.engine(seconds=2.5), HOTLINE_WECHAT_PASSIVE_WAIT="1")
    phone = world.phone()
    began = time.monotonic()
    assert await phone.says("慢") is None
    assert time.monotonic() - began < 2.4
    await until(lambda: world.api.sent)
    await asyncio.sleep(0.3)
    assert world.api.texts(phone.openid) == ["收到：慢"]
    assert statuses(world) == ["done"]
    typed = [body for kind, body in world.api.calls if kind == "typing"]
    assert len(typed) <= 1


async def test_typing_is_shown_once_in_a_slow_turn(world: World) -> None:
    await world.start(world.engine(seconds=2.2))
    world.api.faults = [45081]
    phone = world.phone()
    assert await phone.says("慢") == "收到：慢"
    typed = [body for kind, body in world.api.calls if kind == "typing"]
    assert typed == [{"touser": phone.openid, "command": "Typing"}]


async def test_others_are_acknowledged_at_once_while_the_engine_is_busy(world: World) -> None:
    await world.start(world.engine(seconds=3))
    busy, other = world.phone(), world.phone()
    holding = asyncio.create_task(busy.says("慢"))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    assert await other.says("急") is None
    assert time.monotonic() - began < 2
    assert await holding == "收到：慢"
    await until(lambda: world.api.texts(other.openid) == ["收到：急"])


async def test_a_platform_that_hangs_up_gets_the_answer_as_a_message(world: World) -> None:
    await world.start(world.engine(seconds=1.5))
    phone = world.phone()
    assert world.client is not None
    phone.client = httpx.AsyncClient(base_url=world.client.base_url, timeout=0.7, trust_env=False)
    with pytest.raises(httpx.ReadTimeout):
        await phone.says("慢")
    await phone.client.aclose()
    await until(lambda: world.api.texts(phone.openid) == ["收到：慢"])
    await until(lambda: statuses(world) == ["done"])


async def test_five_messages_at_once_are_answered_in_the_order_of_arrival(any_world: World) -> None:
    world = any_world
    engine = world.engine(seconds=0.1)
    await world.start(engine)
    phone = world.phone()
    order: list[str] = []

    async def send(word: str) -> None:
        answer = await phone.says(word)
        if answer:
            order.extend(answer.split("\n\n"))

    sending = []
    for word in "一二三四五":
        sending.append(asyncio.create_task(send(word)))
        await asyncio.sleep(0.03)
    await asyncio.gather(*sending)
    await until(lambda: set(statuses(world)) == {"done"} and len(statuses(world)) == 5)
    assert [text for text, _ in engine.heard] == list("一二三四五")
    pushed = [line for text in world.api.texts() for line in text.split("\n\n")]
    assert sorted(order + pushed) == sorted(f"收到：{word}" for word in "一二三四五")


async def test_numbers_out_of_order_are_no_trouble(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    await phone.post({**phone.message(Content="后"), "MsgId": 2, "CreateTime": 1_700_000_002})
    await phone.post({**phone.message(Content="先"), "MsgId": 1, "CreateTime": 1_700_000_001})
    assert [text for text, _ in engine.heard] == ["后", "先"]


async def test_an_outage_of_the_database_makes_the_platform_try_again(world: World) -> None:
    await world.start()
    phone = world.phone()
    message = phone.message(Content="你好")
    from bot.conversations import arriving

    whole, arriving.take_in = arriving.take_in, None  # type: ignore[assignment]
    try:
        assert (await phone.post(message)).status_code == 503
    finally:
        arriving.take_in = whole
    assert (await phone.post(message)).status_code == 200
    with db.reading(world.factory) as session:
        assert session.scalar(select(func.count()).select_from(Inbound)) == 1
