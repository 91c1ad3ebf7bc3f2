"""Customer messages: quotas, length, quick replies (cases 54–58, 61)."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from bot import clock, db
from bot.conversations.channel_records import Contact
from bot.conversations.outbox import Reply
from tests.channels.loopback import until
from tests.channels.stand_in_engine import StandInEngine
from tests.channels.wechat.conftest import World
from tests.channels.wechat.test_sending import met, rows, settled, tell

# No passive answers: everything goes out as a message.
ASYNC = {"HOTLINE_WECHAT_PASSIVE_WAIT": "0.05"}


async def test_what_was_parked_comes_with_the_next_message_merged(world: World) -> None:
    await world.start()
    phone = (await met(world))[0]
    world.api.faults = [45047]
    tell(world, "一", "二")
    await until(lambda: settled(world, "parked"))
    assert await phone.says("我又来了") is None
    await until(lambda: settled(world))
    assert world.api.texts() == ["一\n\n二"]


async def test_nine_bubbles_are_few_messages_and_nothing_is_lost(world: World) -> None:
    bubbles = [f"第{n}段" + "长" * 600 for n in range(9)]
    await world.start(
        world.engine(answers=lambda *_: [Reply(b) for b in bubbles], seconds=0.3), **ASYNC
    )
    phone = world.phone()
    world.api.quota[phone.openid] = 5
    await phone.says("多说点")
    await until(lambda: {"parked", "done"} == {row.status for row in rows(world)})
    assert len(world.api.sent) == 5
    world.api.quota[phone.openid] = 5
    await phone.event("CLICK", EventKey="report_complaint")
    await until(lambda: len(world.api.sent) >= 8)
    await asyncio.sleep(0.3)
    assert len(world.api.sent) == 8
    assert [text[:3] for text in world.api.texts()][:8] == [f"第{n}段" for n in range(8)]


async def test_after_the_window_nothing_is_tried(world: World) -> None:
    await world.start()
    phone = (await met(world))[0]
    with world.factory.begin() as session:
        session.scalars(select(Contact)).one().allowance_until = clock.now() - timedelta(seconds=1)
    tell(world, "迟到的话")
    await until(lambda: settled(world, "parked"))
    assert rows(world)[0].reason == "window closed"
    assert world.api.calls == []
    # The person is told with their next message.
    await phone.says("在吗")
    await until(lambda: world.api.texts() == ["迟到的话"])


async def test_a_long_answer_is_cut_to_the_platforms_bytes(world: World) -> None:
    sentence = "本条说明第三方费用不在免费范围，详见 https://www.ipwq.cn/index?a=1&b=2 的说明。"
    long = sentence * 75
    await world.start(world.engine(answers=lambda *_: [Reply(long)]))
    phone = world.phone()
    first = await phone.says("说来话长")
    assert first is not None
    await until(lambda: settled(world))
    parts = [first, *world.api.texts()]
    assert all(len(part.encode()) <= 2048 for part in parts)
    assert "".join(parts) == long
    assert sum(part.count("https://www.ipwq.cn/index?a=1&b=2") for part in parts) == 75


QUESTION = Reply("您怎么选？", (("同意", "/yes"), ("不同意", "/no"), ("转人工", "/person")))


def asks(text: str, payload: str | None) -> list[Reply]:
    return [QUESTION] if payload is None else [Reply(f"选了{payload}")]


async def test_quick_replies_are_links_in_a_passive_answer(world: World) -> None:
    await world.start(world.engine(answers=asks))
    phone = world.phone()
    shown = await phone.says("你好")
    assert shown is not None
    ids = re.findall(r"msgmenuid=([^\"]+)\"", shown)
    assert len(ids) == 3
    assert f"msgmenucontent={quote('同意')}&" in shown
    assert "/yes" not in shown
    assert await phone.says("不同意", bizmsgmenuid=ids[1]) == "选了/no"


@pytest.mark.parametrize("typed", ["2", "２", "二", "不同意", "2。"])
async def test_a_quick_reply_may_be_typed(world: World, typed: str) -> None:
    await world.start(world.engine(answers=asks), HOTLINE_WECHAT_QUICK_REPLIES="numbers")
    phone = world.phone()
    assert await phone.says("你好") == "您怎么选？\n1. 同意\n2. 不同意\n3. 转人工"
    assert await phone.says(typed) == "选了/no"


async def test_quick_replies_of_a_message_are_a_menu_to_tap(world: World) -> None:
    await world.start(world.engine(answers=asks, seconds=0.3), **ASYNC)
    phone = world.phone()
    await phone.says("你好")
    await until(lambda: world.api.sent)
    menu = world.api.sent[0]
    assert menu["msgtype"] == "msgmenu"
    assert [one["content"] for one in menu["msgmenu"]["list"]] == ["同意", "不同意", "转人工"]
    tapped = menu["msgmenu"]["list"][2]
    await phone.says(tapped["content"], bizmsgmenuid=tapped["id"])
    await until(lambda: "选了/person" in world.api.texts())
    with db.reading(world.factory) as session:
        contact = session.scalars(select(Contact)).one()
        assert contact.allowance is not None
        assert contact.allowance <= 3


async def test_a_foreign_or_stale_quick_reply_counts_as_words(world: World) -> None:
    engine = StandInEngine(world.factory, answers=asks)
    await world.start(engine)
    first, second = world.phone(), world.phone()
    shown = await first.says("你好") or ""
    foreign = re.findall(r"msgmenuid=([^\"]+)\"", shown)[0]
    for button in (foreign, "nobody-knows-this", "x" * 500):
        assert await second.says("同意", bizmsgmenuid=button) is not None
    assert [payload for _, payload in engine.heard] == [None, None, "/yes", None]


async def test_the_mark_for_ai_is_on_the_bots_messages_only(world: World) -> None:
    await world.start(world.engine(seconds=0.3), HOTLINE_WECHAT_AI_LABEL="1", **ASYNC)
    phone = world.phone()
    await phone.says("你好")
    await until(lambda: len(world.api.sent) == 1)
    tell(world, "我是小周")
    await until(lambda: len(world.api.sent) == 2)
    assert world.api.sent[0]["aimsgcontext"] == {"is_ai_msg": 1}
    assert "aimsgcontext" not in world.api.sent[1]
