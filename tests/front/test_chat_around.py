"""Around the talk: its state, stars, a copy to take away, its end; events for those who stream."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.conversations import outbox, pulse
from bot.conversations.outbox import Reply
from bot.conversations.records import Button, Conversation, Draft, Feedback
from bot.front import chat_api
from tests.front.conftest import front, session_of

HALF = {
    "loop": "complaint_form",
    "slots": {
        "consent": "agreed",
        "relation": "own",
        "ip_type": "trademark",
        "infringement_region": {"prefecture": "岳阳市", "county": "岳阳楼区", "outside": None},
        "phone": "13873112345",
    },
}


def only(session: Session) -> Conversation:
    return session.scalars(select(Conversation)).one()


async def state_of(client: httpx.AsyncClient, auth: dict[str, str]) -> dict[str, Any]:
    answer = await client.get("/chat/state", headers=auth)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_a_new_talk_has_no_draft_and_says_whether_an_engine_answers(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    assert await state_of(client, auth) == {
        "answering": False,
        "owner": "bot",
        "draft": None,
        "kept": None,
        "stars": {},
    }
    with database.begin() as session:
        pulse.beat(session, "engine-1")
    assert (await state_of(client, auth))["answering"] is True


async def test_the_open_form_is_shown_with_what_is_filled_and_the_phone_masked(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    with database.begin() as session:
        only(session).snapshot = HALF
    draft = (await state_of(client, auth))["draft"]
    assert (draft["title"], draft["done"], draft["total"]) == ("举报投诉登记", 4, 8)
    shown = {item["label"]: item["value"] for item in draft["items"]}
    assert shown["发生地"] == "岳阳市岳阳楼区"
    assert shown["联系电话"] == "138****2345"
    assert shown["称呼"] is None
    assert "13873112345" not in json.dumps(draft)


async def test_a_kept_draft_is_called_by_its_name(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    with database.begin() as session:
        conversation_id = only(session).id
        now = clock.now()
        session.add(
            Draft(conversation_id=conversation_id, form="assistance_form", slots={}, saved_at=now)
        )
    assert (await state_of(client, auth))["kept"] == "维权援助申请"


async def test_stars_are_kept_once_for_each_thing_and_may_be_changed(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    await client.post("/chat/messages", json={"client_msg_id": "a", "text": "你好"}, headers=auth)
    for body in (
        {"stars": 2, "about": 1, "word": "等得\u0000久"},
        {"stars": 4, "about": 1},
        {"stars": 5},
        {"stars": 5},
    ):
        assert (await client.post("/chat/ratings", json=body, headers=auth)).status_code == 201
    assert (await state_of(client, auth))["stars"] == {"1": 4, "0": 5}
    with db.reading(database) as session:
        rows = session.scalars(select(Feedback).order_by(Feedback.about_seq)).all()
        assert [(row.about_seq, row.stars, row.text) for row in rows] == [
            (0, 5, ""),
            (1, 4, "等得久"),
        ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stars": 0},
        {"stars": 6},
        {"stars": "5"},
        {"stars": True},
        {"stars": 5, "about": 99},
        {"stars": 5, "about": -1},
        {"stars": 5, "about": "1"},
        {"stars": 5, "word": ["x"]},
        {"stars": 5, "word": "长" * 501},
    ],
)
async def test_odd_stars_are_refused_in_words(client: httpx.AsyncClient, body: Any) -> None:
    auth = await session_of(client)
    answer = await client.post("/chat/ratings", json=body, headers=auth)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].endswith("。")


async def test_the_copy_holds_every_line_in_order_for_its_owner_only(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth, other = await session_of(client), await session_of(client)
    for n in range(230):
        body = {"client_msg_id": str(n), "text": f"第{n}句"}
        await client.post("/chat/messages", json=body, headers=auth)
    copy = await client.get("/chat/transcript", headers=auth)
    assert copy.headers["content-disposition"].startswith("attachment")
    lines = [line for line in copy.content.decode("utf-8-sig").split("\n") if "您：" in line]
    assert [line.split("您：")[1] for line in lines] == [f"第{n}句" for n in range(230)]
    assert "第0句" not in (await client.get("/chat/transcript", headers=other)).text
    assert (await client.get("/chat/transcript")).status_code == 401


async def test_an_ended_talk_opens_no_more(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    assert (await client.delete("/chat/sessions", headers=auth)).status_code == 204
    assert (await client.get("/chat/messages", headers=auth)).status_code == 401


async def test_a_card_goes_out_with_opaque_ids_and_without_payloads(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    auth = await session_of(client)
    items = [{"label": "发生地", "value": "岳阳市", "edit": '/inform{"choice":"edit:x"}'}]
    with database.begin() as session:
        reply = Reply("请核对", card={"kind": "summary", "items": items})
        outbox.say(session, only(session), reply, reply_to=None, at=clock.now())
    shown = (await client.get("/chat/messages", headers=auth)).json()["messages"][0]
    assert "inform" not in json.dumps(shown)
    button_id = shown["card"]["items"][0]["button_id"]
    with db.reading(database) as session:
        assert session.get_one(Button, button_id).payload == items[0]["edit"]
    body = {"client_msg_id": "a", "button_id": button_id}
    assert (await client.post("/chat/messages", json=body, headers=auth)).status_code == 202


async def test_too_many_messages_are_refused_with_the_seconds_to_wait(
    database: sessionmaker[Session], tmp_path: Path
) -> None:
    async with front(database, tmp_path, HOTLINE_RATE_LIMIT="10/120") as client:
        auth = await session_of(client)
        answers = [
            await client.post(
                "/chat/messages", json={"client_msg_id": str(n), "text": "快"}, headers=auth
            )
            for n in range(14)
        ]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert "秒" in refused[0].json()["error"]["message"]


async def test_events_stream_in_order_resume_and_beat_while_nothing_happens(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_api, "HEARTBEAT", 0.2)
    async with httpx.AsyncClient(base_url=address, timeout=10) as client:
        auth = await session_of(client)
        for n in range(3):
            body = {"client_msg_id": str(n), "text": f"第{n}句"}
            await client.post("/chat/messages", json=body, headers=auth)
        seen: list[str] = []
        resume = {**auth, "Last-Event-ID": "1"}
        async with client.stream("GET", "/chat/events", headers=resume) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            async for line in stream.aiter_lines():
                seen.append(line)
                if line.startswith(": "):
                    break
        assert [line for line in seen if line.startswith("id:")] == ["id: 2", "id: 3"]
        first = json.loads(next(line for line in seen if line.startswith("data: "))[6:])
        assert (first["seq"], first["text"]) == (2, "第1句")
