"""Who may call, and how a message is proved (conformance cases 1–18)."""

import base64
import secrets
import time

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
    for junk in ("not base64 !", "YWJj", "A" * 88, noise(), ""):
        answer = await client.post("/wechat", params=resigned(junk), content=xml({"Encrypt": junk}))
        assert answer.status_code == 403, junk
    assert turns(world) == 0


def noise() -> str:
    """Random blocks, as whole as ciphertext is."""
    return base64.b64encode(secrets.token_bytes(64)).decode()


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
