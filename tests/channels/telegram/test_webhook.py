"""Telegram: who may call, what an update may bring, quick replies (cases 84–89, 94, 95)."""

import asyncio
import json
from typing import Any

from sqlalchemy import select

from bot import db
from bot.conversations.outbox import Reply
from bot.conversations.records import Inbound, Message, StoredFile
from tests.channels.loopback import until
from tests.channels.telegram.conftest import World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 4000


async def test_only_the_platform_may_bring_updates(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    for secret in (None, "", "wrong", "telegrams-own-secre"):
        assert (await world.post(world.update(text="你好"), secret)).status_code == 403
    assert (await world.post(world.update(text="你好"))).status_code == 200
    await until(lambda: world.api.texts() == ["收到：你好"])
    assert engine.heard == [("你好", None)]


async def test_an_update_three_times_and_after_a_restart_is_one_turn(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    update = world.update(text="你好")
    await asyncio.gather(*(world.post(update) for _ in range(3)))
    await world.start_front()
    await world.post(update)
    older = {**world.update(text="早一点的"), "update_id": 0}
    await world.post(older)
    await until(lambda: len(engine.heard) == 2)
    assert [text for text, _ in engine.heard] == ["你好", "早一点的"]


ODD_UPDATES: list[Any] = [
    {},
    [],
    [1],
    5,
    "x",
    None,
    {"update_id": "x"},
    {"update_id": 10**40, "message": {}},
    {"update_id": 5, "message": {"chat": []}},
    {"update_id": 5, "message": {"chat": {"id": "x", "type": "private"}, "text": ["a"]}},
    {"update_id": 5, "channel_post": {"chat": {"id": -5, "type": "channel"}, "text": "x"}},
    {"update_id": 5, "edited_message": {"chat": {"id": 5, "type": "private"}, "text": "x"}},
    {"update_id": 5, "callback_query": {"id": 1, "data": None}},
    {"update_id": 5, "my_chat_member": {"chat": {}}},
    {"update_id": 5, "poll": {}},
    b"{broken",
    b"[" * 50_000,
    b"\xff\xfe",
]


async def test_odd_updates_are_no_trouble(world: World) -> None:
    await world.start()
    for update in ODD_UPDATES:
        assert (await world.post(update)).status_code in {200, 400}, update
    assert (await world.post(b"x" * 400_000)).status_code == 413
    with db.reading(world.factory) as session:
        assert session.scalars(select(Inbound)).all() == []


async def test_the_longest_message_of_the_platform_is_kept_whole(world: World) -> None:
    await world.start()
    await world.post(world.update(text="长" * 4096))
    with db.reading(world.factory) as session:
        assert session.scalars(select(Message.text)).all() == ["长" * 4096]


async def test_groups_and_bots_are_not_talked_to(world: World) -> None:
    await world.start()
    await world.post(world.update(kind="group", text="你好"))
    await world.post(world.update(kind="supergroup", text="你好"))
    await world.post(world.update(is_bot=True, text="你好"))
    with db.reading(world.factory) as session:
        assert session.scalars(select(Inbound)).all() == []


def asks(text: str, payload: str | None) -> list[Reply]:
    if payload is None:
        return [Reply("您怎么选？", (("同意", "/yes" + "x" * 200), ("不同意", "/no")))]
    return [Reply(f"选了{payload[:4]}")]


async def test_a_tap_is_heard_once_and_its_keyboard_goes(world: World) -> None:
    engine = world.engine(answers=asks)
    await world.start(engine)
    await world.post(world.update(text="你好"))
    await until(lambda: world.api.sent)
    rows = json.loads(world.api.sent[0]["reply_markup"])["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == ["同意", "不同意"]
    data = rows[0][0]["callback_data"]
    assert len(data.encode()) <= 64
    assert "/yes" not in world.api.sent[0]["reply_markup"]
    tap = world.tap(data)
    await asyncio.gather(*(world.post(tap) for _ in range(3)))
    await world.post(world.tap(data))
    await until(lambda: "选了/yes" in world.api.texts())
    await until(lambda: len(world.api.called("answerCallbackQuery")) == 2)
    assert [payload for _, payload in engine.heard][1:] == ["/yes" + "x" * 200]
    queries = [body["callback_query_id"] for body in world.api.called("answerCallbackQuery")]
    assert len(set(queries)) == 2
    await until(lambda: world.api.called("editMessageReplyMarkup"))


async def test_a_foreign_or_unknown_button_is_refused_politely(world: World) -> None:
    engine = world.engine(answers=asks)
    await world.start(engine)
    await world.post(world.update(text="你好"))
    await until(lambda: world.api.sent)
    rows = json.loads(world.api.sent[0]["reply_markup"])["inline_keyboard"]
    await world.post(world.tap(rows[0][0]["callback_data"], chat=43))
    await world.post(world.tap("nobody-knows-this"))
    await until(lambda: len(world.api.called("answerCallbackQuery")) == 2)
    assert all("失效" in body["text"] for body in world.api.called("answerCallbackQuery"))
    assert len(engine.heard) == 1


async def test_what_is_no_text_has_a_turn_of_its_own(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    world.api.files = {"P1": PNG, "D1": b"%PDF-1.7 " + b"0" * 300}
    sizes = [{"file_id": "small", "file_size": 1}, {"file_id": "P1", "file_size": len(PNG)}]
    for message in (
        {"photo": sizes},
        {"document": {"file_id": "D1", "file_name": "../合同.pdf"}},
        {"photo": [{"file_id": "gone"}]},
        {"voice": {"file_id": "V", "duration": 3}},
        {"location": {"latitude": 28.7, "longitude": 113.58}},
        {"contact": {"phone_number": "13873112345", "first_name": "李敏"}},
        {"sticker": {"file_id": "S", "emoji": "😀"}},
    ):
        assert (await world.post(world.update(**message))).status_code == 200
    await until(lambda: len(engine.heard) == 7, 20)
    assert sorted(engine.heard, key=str) == sorted(
        [
            ("[图片]", '/inform{"choice":"files:1"}'),
            ("[文件]", '/inform{"choice":"files:1"}'),
            ("[图片]", '/inform{"choice":"nofile:gone"}'),
            ("[语音]", '/inform{"choice":"heard:voice"}'),
            ("岳阳市平江县", None),
            ("李敏 13873112345", None),
            ("[不支持的消息]", '/inform{"choice":"heard:unknown"}'),
        ],
        key=str,
    )
    with db.reading(world.factory) as session:
        names = sorted(session.scalars(select(StoredFile.name)))
    assert names[0] != ""
    assert "合同.pdf" in names
