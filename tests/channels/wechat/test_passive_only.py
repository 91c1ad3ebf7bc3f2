"""An account without the customer-service permission: three tries of the platform, then paging."""

import asyncio
import time
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from bot import clock, db
from bot.conversations.outbox import Reply
from bot.conversations.records import Inbound, Outbound
from channels.wechat.holding import MORE, STILL_WORKING
from tests.channels.loopback import until
from tests.channels.wechat.conftest import World

PASSIVE = {"HOTLINE_WECHAT_SECRET": ""}


def statuses(world: World) -> list[str]:
    with db.reading(world.factory) as session:
        return list(session.scalars(select(Outbound.status).order_by(Outbound.id)))


async def test_the_second_try_is_answered_when_the_first_was_too_early(world: World) -> None:
    engine = world.engine(seconds=1.2)
    await world.start(engine, HOTLINE_WECHAT_PASSIVE_WAIT="3", **PASSIVE)
    phone = world.phone()
    message = phone.message(Content="慢")
    phone.client = httpx.AsyncClient(base_url=phone.client.base_url, timeout=0.8, trust_env=False)
    with pytest.raises(httpx.ReadTimeout):
        await phone.post(message)
    phone.client = httpx.AsyncClient(base_url=phone.client.base_url, timeout=5, trust_env=False)
    assert phone.read(await phone.post(message)) == "收到：慢"
    assert len(engine.heard) == 1
    assert world.api.calls == []


async def test_the_last_try_says_that_it_takes_longer_and_the_result_is_fetched(
    world: World,
) -> None:
    engine = world.engine(seconds=2)
    await world.start(engine, HOTLINE_WECHAT_PASSIVE_WAIT="0.3", **PASSIVE)
    phone = world.phone()
    message = phone.message(Content="很慢")
    first = asyncio.create_task(phone.post(message))
    await asyncio.sleep(0.2)
    with world.factory.begin() as session:
        received = session.scalars(select(Inbound)).one()
        received.received_at = clock.now() - timedelta(seconds=10)
    assert phone.read(await phone.post(message)) == STILL_WORKING
    first.cancel()
    assert await phone.says("结果") == STILL_WORKING
    await until(lambda: statuses(world) == ["parked"])
    assert await phone.says("结果") == "收到：很慢"
    assert statuses(world) == ["done"]
    assert len(engine.heard) == 1


async def test_a_long_answer_is_paged(world: World) -> None:
    long = "甲" * 600 + "。" + "乙" * 600 + "。" + "丙" * 300
    await world.start(world.engine(answers=lambda *_: [Reply(long)]), **PASSIVE)
    phone = world.phone()
    pages = [await phone.says("说来话长")]
    while pages[-1] and MORE in pages[-1]:
        assert len(pages[-1].encode()) <= 2048
        pages.append(await phone.says("继续"))
    assert "".join((page or "").replace(MORE, "").strip() for page in pages) == long


async def test_continue_is_a_word_like_others_when_nothing_is_owed(world: World) -> None:
    engine = world.engine()
    await world.start(engine, **PASSIVE)
    phone = world.phone()
    assert await phone.says("继续") == "收到：继续"


async def test_an_account_that_may_not_send_is_found_out(world: World) -> None:
    await world.start(world.engine(seconds=0.6), HOTLINE_WECHAT_PASSIVE_WAIT="0.2")
    world.api.always = 48001
    phone = world.phone()
    assert await phone.says("慢") is None
    await until(lambda: statuses(world) == ["parked"])
    began = time.monotonic()
    assert await phone.says("结果") == "收到：慢"
    assert time.monotonic() - began < 3
