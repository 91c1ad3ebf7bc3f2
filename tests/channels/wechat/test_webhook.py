"""Who may call, and what a call may bring (conformance cases 1–18, 28–36, 43, 44)."""

import json
import time

import httpx
import pytest
from sqlalchemy import func, select

from bot import db
from bot.conversations.records import Inbound, Message
from tests.channels.wechat.conftest import World
from tests.channels.wechat.phone import KEY, OLD_KEY, Phone, signed, xml

PLAIN = {"HOTLINE_WECHAT_MODE": "plain"}


def turns(world: World) -> int:
    with db.reading(world.factory) as session:
        return int(session.scalar(select(func.count()).select_from(Inbound)) or 0)


def said(world: World) -> list[str]:
    with db.reading(world.factory) as session:
        query = select(Message.text).where(Message.sender == "user").order_by(Message.id)
        return list(session.scalars(query))


async def test_the_address_is_proved_with_the_echo_verbatim(world: World) -> None:
    await world.start()
    assert world.client is not None
    echo = {"echostr": "4375120948345356249"}
    answer = await world.client.get("/wechat", params={**signed(), **echo})
    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    wrong = await world.client.get("/wechat", params={**signed("another"), **echo})
    assert (wrong.status_code, wrong.text) == (403, "")
    for name in ("nonce", "timestamp", "signature"):
        query = {**signed(), **echo}
        del query[name]
        assert (await world.client.get("/wechat", params=query)).status_code == 400
    script = await world.client.get("/wechat", params={**signed(), "echostr": "<script>"})
    assert script.text == "<script>"
    assert script.headers["content-type"].startswith("text/plain")
    assert script.headers["x-content-type-options"] == "nosniff"


async def test_the_official_vector_holds_only_at_its_time(
    world: World, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.start(HOTLINE_WECHAT_TOKEN="AAAAA")
    assert world.client is not None
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }
    assert (await world.client.get("/wechat", params=query)).status_code == 403
    clock = tmp_path / "clock"
    clock.write_text("2024-04-25T17:15:10+08:00", encoding="utf-8")
    monkeypatch.setenv("HOTLINE_CLOCK_FILE", str(clock))
    answer = await world.client.get("/wechat", params=query)
    assert (answer.status_code, answer.text) == (200, "4375120948345356249")


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("key", [None, KEY, OLD_KEY])
async def test_a_message_is_answered_in_the_way_it_came(
    world: World, key: str | None, as_json: bool
) -> None:
    await world.start(world.engine(), **(PLAIN if key is None else {}))
    phone = world.phone(key=key, as_json=as_json)
    assert await phone.says("你好") == "收到：你好"
    assert world.api.sent == []


async def test_a_body_that_is_not_encrypted_is_refused_in_safe_mode(world: World) -> None:
    await world.start()
    phone = world.phone(key=None)
    assert (await phone.post(phone.message(Content="你好"))).status_code == 403
    assert turns(world) == 0


async def test_of_a_body_in_both_forms_the_encrypted_one_counts(world: World) -> None:
    await world.start()
    phone = world.phone()
    query, envelope = phone.sealed(xml(phone.message(Content="密")), signed())
    forged = xml(phone.message(Content="明")).removesuffix("</xml>")
    both = forged + envelope.removeprefix("<xml>").replace("<ToUserName>", "<Other>").replace(
        "</ToUserName>", "</Other>"
    )
    assert world.client is not None
    answer = await world.client.post("/wechat", params=query, content=both.encode())
    assert answer.status_code == 200
    assert said(world) == ["密"]


async def test_forged_envelopes_are_refused_without_a_turn(world: World) -> None:
    await world.start()
    phone, client = world.phone(), world.client
    assert client is not None
    query, body = phone.sealed(phone.written(phone.message(Content="x")), signed())
    wrong = {**query, "msg_signature": "0" * 40}
    assert (await client.post("/wechat", params=wrong, content=body)).status_code == 403
    stranger = Phone(client, "wxffffffffffffffff")
    assert (await stranger.post(stranger.message(Content="x"))).status_code == 403
    for junk in ("not base64 !", "YWJj", "A" * 88, ""):
        answer = await client.post("/wechat", params=resigned(junk), content=xml({"Encrypt": junk}))
        assert answer.status_code == 403, junk
    assert turns(world) == 0


def resigned(encrypt: str) -> dict[str, str]:
    """A call whose signature covers this (worthless) ciphertext."""
    from channels.wechat.signature import sign
    from tests.channels.wechat.phone import TOKEN

    query = signed()
    signature = sign(TOKEN, query["timestamp"], query["nonce"], encrypt)
    return {**query, "encrypt_type": "aes", "msg_signature": signature}


@pytest.mark.parametrize("offset", [-600, 600])
async def test_a_signature_from_another_time_is_refused(world: World, offset: int) -> None:
    await world.start()
    phone = world.phone()
    answer = await phone.post(phone.message(Content="x"), signed(at=time.time() + offset))
    assert answer.status_code == 403
    assert turns(world) == 0


async def test_the_platforms_own_repetitions_are_not_too_old(world: World) -> None:
    await world.start()
    phone = world.phone()
    answer = await phone.post(phone.message(Content="x"), signed(at=time.time() - 60))
    assert answer.status_code == 200


async def test_a_replay_is_acknowledged_and_does_nothing(world: World) -> None:
    await world.start(world.engine(), **PLAIN)
    phone = world.phone(key=None)
    query, message = signed(), phone.message(Content="一句话")
    assert phone.read(await phone.post(message, query)) == "收到：一句话"
    assert phone.read(await phone.post(message, query)) is None
    other = phone.message(Content="另一句")
    assert phone.read(await phone.post(other, query)) is None
    assert said(world) == ["一句话"]


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
    for entity in (f"SYSTEM 'file://{secret}'", f"SYSTEM '{world.client.base_url}/healthz'"):
        phone = world.phone(key=None)
        body = xml(phone.message(Content="x")).replace("<![CDATA[x]]>", "&e;")
        answer = await phone.post(f"<!DOCTYPE xml [<!ENTITY e {entity}>]>{body}")
        assert answer.status_code == 400
        assert "not for you" not in answer.text


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
    "长" * 5000,
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
