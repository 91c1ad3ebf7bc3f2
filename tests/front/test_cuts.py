"""A thousand broken connections: nothing lost, nothing doubled, the order kept.

The client here keeps to the widget's rules: one message at a time under an id of its own, sent
until it is taken; what is new is asked for after the last number, and a hole is asked for again.
"""

import asyncio
import json
import uuid
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import claims, outbox, transcript
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Inbound
from tests.front.conftest import session_of
from tests.front.cutting import Wire, wire

CUTS = 1000


class Page:
    """Sends and reads over the wire, as the widget does."""

    def __init__(self, client: httpx.AsyncClient, auth: dict[str, str]) -> None:
        self._client = client
        self._headers = auth
        self.sent: list[str] = []
        self.shown: list[dict[str, Any]] = []

    async def say(self, text: str) -> None:
        """Send until it is taken."""
        body = {"client_msg_id": uuid.uuid4().hex, "text": text}
        while True:
            with suppress(httpx.HTTPError, json.JSONDecodeError):
                answer = await self._client.post("/chat/messages", json=body, headers=self._headers)
                if answer.status_code == 202 and answer.json()["seq"]:
                    self.sent.append(text)
                    return

    async def read(self) -> None:
        """Ask once for what is new."""
        with suppress(httpx.HTTPError, json.JSONDecodeError):
            answer = await self._client.get(
                f"/chat/messages?after={len(self.shown)}&wait=1", headers=self._headers
            )
            for message in answer.json()["messages"]:
                if message["seq"] != len(self.shown) + 1:
                    return
                self.shown.append(message)


def answer_all(database: sessionmaker[Session]) -> int:
    """Stand in for the engine: two bubbles for every message that waits; how many there were."""
    with database.begin() as session:
        waiting = list(
            session.scalars(select(Inbound).where(Inbound.status == "waiting").order_by(Inbound.id))
        )
        for inbound in waiting:
            talk = session.get_one(Conversation, inbound.conversation_id)
            for part in ("一", "二"):
                reply = Reply(f"答{inbound.seq}之{part}")
                outbox.say(session, talk, reply, reply_to=inbound.seq, at=clock.now())
            inbound.status = "done"
            session.flush()
            claims.release(session, talk, at=clock.now())
    return len(waiting)


async def talks(page: Page, cutter: Wire, database: sessionmaker[Session]) -> None:
    """Say and read at the same time until the wire has broken often enough."""
    done = asyncio.Event()

    async def says() -> None:
        while cutter.cuts < CUTS:
            await page.say(f"第{len(page.sent)}句")
        done.set()

    async def answers() -> None:
        while await run_in_threadpool(answer_all, database) or not done.is_set():
            await asyncio.sleep(0.01)

    async def reads() -> None:
        while not done.is_set():
            await page.read()

    await asyncio.gather(says(), answers(), reads())


@pytest.mark.slow
async def test_a_thousand_cuts_lose_nothing_double_nothing_and_keep_the_order(
    address: str, database: sessionmaker[Session]
) -> None:
    async with wire(address, seed=12330) as (cutter, broken), httpx.AsyncClient() as whole:
        whole.base_url = httpx.URL(address)
        auth = await session_of(whole)
        async with httpx.AsyncClient(base_url=broken, timeout=20) as client:
            page = Page(client, auth)
            await talks(page, cutter, database)
            with db.reading(database) as session:
                talk = session.scalars(select(Conversation)).one()
                kept = []
                while news := transcript.after(session, talk.id, len(kept)):
                    kept += news
            while len(page.shown) < len(kept):
                await page.read()
    assert cutter.cuts >= CUTS
    assert min(cutter.fates.values()) > CUTS / 10
    assert [one["text"] for one in kept if one["sender"] == "user"] == page.sent
    answered = [one["reply_to"] for one in kept if one["sender"] == "bot"]
    users = [one["seq"] for one in kept if one["sender"] == "user"]
    assert answered == [seq for seq in users for _ in range(2)]
    assert page.shown == kept
    assert [one["seq"] for one in page.shown] == list(range(1, len(kept) + 1))
