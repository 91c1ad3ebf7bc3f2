"""What a call may bring: malformed, huge, odd (cases 28–36, 43, 44)."""

import asyncio
import json
import resource
import time

import httpx
import pytest

from bot.conversations.outbox import Reply
from tests.channels.wechat.conftest import World
from tests.channels.wechat.phone import signed, xml
from tests.channels.wechat.test_webhook import said, turns

PLAIN = {"HOTLINE_WECHAT_MODE": "plain"}


ODD_BODIES = [
    b"",
    b"   ",
    b"<xml>",
    b"<xml/>",
    b"<a><b>1</b></a>",
    b"not xml",
    b"<xml><FromUserName>oAAAAAAAAAAAAAAAA</FromUserName></xml>",
    b"\xff\xfe<xml></xml>",
    b"{",
    b"[1,2]",
    b"{}",
    b'{"MsgType":{"a":1},"FromUserName":["x"],"ToUserName":5}',
    b"<!DOCTYPE x [<!ENTITY a 'b'>]><xml>&a;</xml>",
    b"<xml>" + b"<a>" * 9000 + b"</a>" * 9000 + b"</xml>",
    b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>",
]


async def test_a_malformed_body_is_refused_at_once(world: World) -> None:
    await world.start(**PLAIN)
    assert world.client is not None
    for body in ODD_BODIES:
        began = time.monotonic()
        answer = await world.client.post("/wechat", params=signed(), content=body)
        assert 400 <= answer.status_code < 500, body[:40]
        assert time.monotonic() - began < 2
    assert turns(world) == 0
    assert (await world.client.get("/healthz")).status_code == 200


BOMB = (
    "<!DOCTYPE x ["
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    + "]><xml><Content>&a11;</Content></xml>"
)


async def test_a_bomb_of_entities_is_refused_before_it_goes_off(world: World) -> None:
    await world.start(**PLAIN)
    assert world.client is not None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    answer = await world.client.post("/wechat", params=signed(), content=BOMB.encode())
    assert answer.status_code == 400
    assert time.monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


async def test_fields_that_are_doubled_or_nested_are_no_trouble(world: World) -> None:
    await world.start(**PLAIN)
    phone = world.phone(key=None)
    whole = phone.message(Content="x")
    for change in (
        {"Content": {"a": "1"}},
        {"Content": ["一", "二"]},
        {"MsgType": ["text", "event"]},
        {"CreateTime": "9" * 400},
        {"MsgId": "not a number"},
        {"MsgId": ["1", "2"]},
    ):
        answer = await phone.post({**whole, **change})
        assert answer.status_code in {200, 400}, change
    assert (await world.client.get("/healthz")).status_code == 200  # type: ignore[union-attr]


WRONG_FIELDS = [
    {"FromUserName": "../../x"},
    {"FromUserName": "o" * 10_000},
    {"FromUserName": "default"},
    {"FromUserName": ["oAAAAAAAAAAAAAAAAAAAA", "oBBBBBBBBBBBBBBBBBBBB"]},
    {"MsgType": ""},
    {"ToUserName": "gh_of_somebody_else"},
]


async def test_a_wrong_sender_or_receiver_is_refused(world: World) -> None:
    await world.start(**PLAIN)
    phone = world.phone(key=None)
    for change in WRONG_FIELDS:
        answer = await phone.post({**phone.message(Content="x"), **change})
        assert 400 <= answer.status_code < 500, change
    assert turns(world) == 0


async def test_entities_reach_neither_files_nor_the_network(world: World) -> None:
    await world.start(**PLAIN)
    assert world.client is not None
    secret = world.data_dir / "secret"
    secret.write_text("not for you", encoding="utf-8")
    asked: list[bytes] = []

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(200))
        writer.close()

    outside = await asyncio.start_server(listens, "127.0.0.1", 0)
    port = outside.sockets[0].getsockname()[1]
    for entity in (f"SYSTEM 'file://{secret}'", f"SYSTEM 'http://127.0.0.1:{port}/x'"):
        phone = world.phone(key=None)
        body = xml(phone.message(Content="x")).replace("<![CDATA[x]]>", "&e;")
        answer = await phone.post(f"<!DOCTYPE xml [<!ENTITY e {entity}>]>{body}")
        assert answer.status_code == 400
        assert "not for you" not in answer.text
    outside.close()
    assert asked == []


async def test_large_bodies_are_cut_off(world: World) -> None:
    await world.start(**PLAIN)
    assert world.client is not None

    async def endless():
        for _ in range(10_000):
            yield b"x" * 10_240

    answer = await world.client.post("/wechat", params=signed(), content=b"x" * 2_000_000)
    assert answer.status_code == 413
    try:
        cut = await world.client.post("/wechat", params=signed(), content=endless())
        assert cut.status_code == 413
    except httpx.HTTPError:
        # The server may close before everything was sent.
        assert (await world.client.get("/healthz")).status_code == 200


ODD_WORDS = [
    "a\x1db\x00c",
    "   ",
    "😀🐼",
    "]]><a>1</a><![CDATA[",
    "{0}%s{x}",
    "\u202eabc",
    "<a href='http://x'>y</a>",
]


async def test_odd_words_are_answered_in_well_formed_xml(world: World) -> None:
    await world.start(world.engine(), **PLAIN)
    phone = world.phone(key=None)
    for text in ODD_WORDS:
        raw = phone.written(phone.message(Content="WORDS"))
        raw = raw.replace("WORDS", text.replace("]]>", "]]]]><![CDATA[>"))
        response = await phone.post(raw)
        reply = phone.reply(response)
        assert reply is not None, text[:40]
        assert set(reply) == {"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"}
        assert "\x1d" not in response.text


@pytest.mark.parametrize("length", [2001, 5000, 10_000])
async def test_a_very_long_message_is_kept_whole(world: World, length: int) -> None:
    await world.start(world.engine(answers=lambda text, _: [Reply(f"{len(text)} 字")]))
    phone = world.phone()
    long = "长😀" * (length // 2) + "长" * (length % 2)
    assert await phone.says(long) == f"{length} 字"
    assert said(world) == [long]


async def test_a_command_typed_by_a_person_is_only_words(world: World) -> None:
    engine = world.engine()
    await world.start(engine)
    phone = world.phone()
    for text in ("/restart", "/EXTERNAL_x", '/inform{"choice":"confirmed:yes"}'):
        await phone.says(text)
    assert all(payload is None for _, payload in engine.heard)


async def test_nothing_encrypted_leaves_in_the_clear(world: World) -> None:
    await world.start(world.engine())
    phone = world.phone()
    response = await phone.post(phone.message(Content="保密的话"))
    assert "保密的话" not in response.text
    assert "Encrypt" in response.text
    json.dumps(phone.opened(response))
