"""Telegram: sending and its faults, none of which touches anybody else (cases 90–93, 96–99)."""

import asyncio
import logging
import time

import pytest
from sqlalchemy import select

from bot import clock, db
from bot.conversations import outbox
from bot.conversations.channel_records import Contact
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation
from channels.telegram import channel
from tests.channels.loopback import until
from tests.channels.telegram.conftest import SECRET, World, statuses
from tests.channels.telegram.fake_api import TOKEN


async def test_a_long_answer_is_cut_and_the_keyboard_is_below_the_end(world: World) -> None:
    long = "这是一句完整的话，说明一件事情。" * 400
    await world.start(world.engine(answers=lambda *_: [Reply(long, (("好", "/yes"),))]))
    await world.post(world.update(text="说来话长"))
    await until(lambda: statuses(world) == ["done"])
    assert "".join(world.api.texts()) == long
    assert ["reply_markup" in message for message in world.api.sent] == [False, True]


async def test_flood_control_is_obeyed_and_order_kept(world: World) -> None:
    await world.start(world.engine(answers=lambda *_: [Reply("一"), Reply("二")]))
    world.api.faults = [(429, "Too Many Requests: retry after 1", 1)]
    began = time.monotonic()
    await world.post(world.update(text="你好"))
    await until(lambda: statuses(world) == ["done", "done"])
    assert time.monotonic() - began >= 1
    assert world.api.texts() == ["一", "二"]


async def test_who_blocked_the_bot_is_not_written_to_again(world: World) -> None:
    await world.start(world.engine())
    world.api.faults = [(403, "Forbidden: bot was blocked by the user")]
    await world.post(world.update(text="你好"))
    await until(lambda: statuses(world) == ["dropped"])
    assert len(world.api.called("sendMessage")) == 1
    with db.reading(world.factory) as session:
        assert session.scalars(select(Contact.unreachable)).one() == "blocked"
    await world.post(world.update(text="我回来了"))
    await until(lambda: world.api.texts() == ["收到：我回来了"])


@pytest.mark.parametrize(("faults", "calls"), [([502], 2), ([502, 502], 3)])
async def test_a_passing_fault_is_outlasted(world: World, faults: list[int], calls: int) -> None:
    await world.start(world.engine())
    world.api.faults = list(faults)
    await world.post(world.update(text="你好"))
    await until(lambda: statuses(world) == ["done"])
    assert len(world.api.called("sendMessage")) == calls
    assert world.api.texts() == ["收到：你好"]


async def test_a_lasting_fault_is_left_for_later(world: World) -> None:
    await world.start(world.engine())
    world.api.faults = [502] * 3
    await world.post(world.update(text="你好"))
    await until(lambda: len(world.api.called("sendMessage")) == 3)
    await asyncio.sleep(0.5)
    assert len(world.api.called("sendMessage")) == 3
    assert statuses(world) == ["waiting"]


async def test_the_token_is_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        await world.start(world.engine(), HOTLINE_TELEGRAM_WEBHOOK_URL="https://x.example/telegram")
        world.api.faults = [502, (400, "Bad Request: strange")]
        await world.post(world.update(text="你好"))
        await until(lambda: statuses(world) == ["dead"])
        await until(lambda: world.api.called("setWebhook"))
    assert TOKEN not in caplog.text
    assert world.api.called("setWebhook")[0]["secret_token"] == SECRET


async def test_a_platform_that_cannot_be_reached_stops_nobody_else(world: World) -> None:
    world.api.down = True
    await world.start(HOTLINE_TELEGRAM_WEBHOOK_URL="https://x.example/telegram")
    assert world.client is not None
    assert (await world.client.post("/chat/sessions", json={})).status_code == 201
    assert (await world.client.get("/healthz")).status_code == 200


async def test_the_address_is_registered_once_the_platform_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "TRY_AGAIN", 0.2)
    world.api.down = True
    await world.start(HOTLINE_TELEGRAM_WEBHOOK_URL="https://x.example/telegram")
    await until(lambda: world.api.called("setWebhook"))
    world.api.down = False
    tried = len(world.api.called("setWebhook"))
    await until(lambda: len(world.api.called("setWebhook")) > tried)
    await asyncio.sleep(0.5)
    assert len(world.api.called("setWebhook")) == tried + 1


async def test_a_sending_without_an_answer_is_tried_once_more(world: World) -> None:
    await world.start(world.engine(), HOTLINE_TELEGRAM_TIMEOUT="0.5")
    world.api.faults = ["silence"]
    await world.post(world.update(text="你好"))
    await until(lambda: statuses(world) == ["done"])
    assert len(world.api.called("sendMessage")) == 2


async def test_updates_may_be_fetched_instead(world: World) -> None:
    engine = world.engine()
    world.api.updates = [world.update(text="你好"), world.update(text="再见")]
    await world.start(engine, HOTLINE_TELEGRAM_POLLING="1")
    await until(lambda: len(engine.heard) == 2)
    assert [text for text, _ in engine.heard] == ["你好", "再见"]


async def test_the_same_number_on_two_platforms_is_two_people(world: World) -> None:
    from bot.conversations import contacts

    assert contacts.conversation_id("telegram", "42") != contacts.conversation_id("wechat", "42")
    await world.start(world.engine())
    await world.post(world.update(text="你好"))
    with db.reading(world.factory) as session:
        assert session.scalars(select(Conversation.id)).one().startswith("tg:")


async def test_typing_is_shown_in_a_slow_turn(world: World) -> None:
    await world.start(world.engine(seconds=1.5))
    await world.post(world.update(text="慢"))
    await until(lambda: world.api.texts() == ["收到：慢"])
    assert [body["action"] for body in world.api.called("sendChatAction")] == ["typing"]


async def test_news_reach_the_person_of_their_own_accord(world: World) -> None:
    await world.start()
    await world.post(world.update(text="你好"))
    with world.factory.begin() as session:
        conversation = session.scalars(select(Conversation)).one()
        said, at = Reply("您的事有进展"), clock.now()
        outbox.say(session, conversation, said, reply_to=None, at=at, sender="system")
    await until(lambda: world.api.texts() == ["您的事有进展"])
