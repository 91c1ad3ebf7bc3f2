"""The web chat's calls with everything a client can get wrong."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.conversations import outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Inbound
from tests.front.conftest import session_of


async def test_the_same_client_id_gives_the_same_seq_and_one_turn(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    body = {"client_msg_id": "a", "text": "你好"}
    answers = await asyncio.gather(
        *(client.post("/chat/messages", json=body, headers=auth) for _ in range(5))
    )
    assert {a.status_code for a in answers} == {202}
    assert {a.json()["seq"] for a in answers} == {1}
    with db.reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Inbound)) == 1


async def test_two_messages_at_once_are_both_kept_without_holes(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    sent = await asyncio.gather(
        *(
            client.post(
                "/chat/messages", json={"client_msg_id": str(n), "text": f"第{n}句"}, headers=auth
            )
            for n in range(8)
        )
    )
    assert sorted(a.json()["seq"] for a in sent) == list(range(1, 9))


BAD_BODIES: list[tuple[Any, int]] = [
    ({"client_msg_id": "a", "text": ""}, 400),
    ({"client_msg_id": "a", "text": "   "}, 400),
    ({"client_msg_id": "a", "text": "\u200b\u202e\u0000"}, 400),
    ({"client_msg_id": "a", "text": "长" * 2001}, 413),
    ({"client_msg_id": "a", "text": "长" * 10_000}, 413),
    ({"client_msg_id": "a", "text": 5}, 400),
    ({"client_msg_id": "a", "text": None}, 400),
    ({"client_msg_id": "a", "text": ["x"]}, 400),
    ({"client_msg_id": "a"}, 400),
    ({"client_msg_id": "", "text": "x"}, 400),
    ({"client_msg_id": 7, "text": "x"}, 400),
    ({"client_msg_id": "x" * 101, "text": "x"}, 400),
    ({"text": "x"}, 400),
    ({"client_msg_id": "a", "text": "x", "button_id": "y"}, 400),
    ({"client_msg_id": "a", "text": "x", "sender": "wx:someone"}, 400),
    ({"client_msg_id": "a", "text": "x", "metadata": {"is_staff": True}}, 400),
    ({"client_msg_id": "a", "button_id": "forged"}, 404),
    ([1, 2], 400),
    ("text", 400),
    (None, 400),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES)
async def test_a_bad_body_gets_a_chinese_sentence_and_stores_nothing(
    client: httpx.AsyncClient, database: sessionmaker[Session], body: Any, status: int
) -> None:
    auth = await session_of(client)
    answer = await client.post("/chat/messages", content=json.dumps(body), headers=auth)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message"}
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])
    with db.reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Inbound)) == 0


async def test_broken_json_and_huge_bodies_are_refused(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    broken = await client.post("/chat/messages", content=b'{"client', headers=auth)
    assert broken.status_code == 400
    nested = await client.post("/chat/messages", content=b'{"a":' * 9000, headers=auth)
    assert nested.status_code == 400
    huge = await client.post("/chat/messages", content=b"x" * 1_000_000, headers=auth)
    assert huge.status_code == 413


async def test_only_the_owners_token_opens_a_conversation(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    first, second = await session_of(client), await session_of(client)
    await client.post(
        "/chat/messages", json={"client_msg_id": "a", "text": "我的秘密"}, headers=first
    )
    seen = await client.get("/chat/messages", headers=second)
    assert seen.json()["messages"] == []
    for headers in ({}, {"Authorization": "Bearer " + "x" * 43}, {"Authorization": "Basic abc"}):
        refused = await client.get("/chat/messages", headers=headers)
        assert refused.status_code == 401
        assert "message" in refused.json()["error"]
    with database.begin() as session:
        for conversation in session.scalars(select(Conversation)):
            conversation.expires_at = clock.now()
    assert (await client.get("/chat/messages", headers=first)).status_code == 401


async def test_a_button_belongs_to_one_conversation(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    first, second = await session_of(client), await session_of(client)
    with database.begin() as session:
        owner = session.scalars(select(Conversation).order_by(Conversation.created_at)).first()
        assert owner is not None
        reply = Reply("选一个", (("是", "/affirm"),))
        outbox.say(session, owner, reply, reply_to=None, at=clock.now())
    shown = (await client.get("/chat/messages", headers=first)).json()["messages"][0]
    button = shown["buttons"][0]
    assert set(button) == {"id", "title"}
    body = {"client_msg_id": "a", "button_id": button["id"]}
    assert (await client.post("/chat/messages", json=body, headers=second)).status_code == 404
    assert (await client.post("/chat/messages", json=body, headers=first)).status_code == 202
    said = (await client.get("/chat/messages?after=1", headers=first)).json()["messages"][0]
    assert said["text"] == "是"


async def test_a_long_poll_is_woken_by_a_reply(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    waiting = asyncio.create_task(client.get("/chat/messages?after=0&wait=20", headers=auth))
    await asyncio.sleep(0.2)
    with database.begin() as session:
        owner = session.scalars(select(Conversation)).one()
        outbox.say(session, owner, Reply("来了"), reply_to=None, at=clock.now())
    answer = await asyncio.wait_for(waiting, 5)
    assert [m["text"] for m in answer.json()["messages"]] == ["来了"]


async def test_odd_numbers_in_the_query_are_refused(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    for query in ("after=-1", "after=abc", "after=1e99", "wait=-3", "wait=nan", "after=1;drop"):
        answer = await client.get(f"/chat/messages?{query}", headers=auth)
        assert answer.status_code == 400, query


async def test_the_page_and_health_answer_with_safe_headers(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert "12330" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 503
    for path in ("/conversations/x/tracker", "/webhooks/rest/webhook", "/model", "/domain"):
        assert (await client.get(path)).status_code == 404
