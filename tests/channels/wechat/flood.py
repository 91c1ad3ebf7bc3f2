"""A flood of WeChat deliveries: every message three times, in parallel and out of order, on a front
and an engine that run in processes of their own, as in production.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations.records import Conversation, Inbound, Outbound
from bot.settings import ROOT
from tests.channels.loopback import free_port, served, until
from tests.channels.wechat.fake_api import FakeWeChat
from tests.channels.wechat.phone import Phone, account, signed

COPIES = 3
Request = tuple[Phone, dict[str, str], bytes]


@dataclass(frozen=True)
class Size:
    """How much comes, how much of it at the same time, and the seconds of the one hard turn."""

    messages: int
    people: int
    at_once: int
    busy: float = 8.0


@dataclass
class Flood:
    """What was delivered and what came of it; times in seconds: of acknowledgements, of proofs."""

    size: Size
    took: list[float] = field(default_factory=list)
    proved: list[float] = field(default_factory=list)
    seconds: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)
    passive: int = 0
    people: int = 0

    @property
    def expected(self) -> Counter[str]:
        """Each message answered once."""
        return Counter(f"答第{number}条" for number in range(self.size.messages))

    def __str__(self) -> str:
        return (
            f"{len(self.took)} deliveries, {self.size.at_once} at once, in {self.seconds:.0f} s: "
            f"acknowledged p50 {self.within(0.5):.3f} s, p99 {self.within(0.99):.3f} s, most "
            f"{max(self.took):.2f} s; address proved in at most {max(self.proved):.2f} s; "
            f"{self.passive} passive answers; missing {(self.expected - self.answers).total()}, "
            f"doubled {(self.answers - self.expected).total()}"
        )

    def within(self, share: float) -> float:
        """The time within which this share was acknowledged."""
        return sorted(self.took)[min(int(len(self.took) * share), len(self.took) - 1)]


async def pour(database_url: str, folder: Path, size: Size) -> Flood:
    """Start everything on an empty database, deliver, wait for the last answer.

    Args:
        database_url: an empty database.
        folder: for logs and files; `front.log` and `engine.log` are left there.
        size: how much.
    """
    api, flood = FakeWeChat(), Flood(size)
    engine = db.make_engine(database_url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    async with served(api.app()) as base, _running(database_url, folder, api, base, size) as url:
        limits = httpx.Limits(max_connections=size.at_once + 1)
        client = httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, limits=limits)
        async with client:
            phones = [Phone(client, api.appid) for _ in range(size.people)]
            responses = await _deliver(_requests(phones, size, random.Random(7)), flood)
            await until(lambda: _settled(factory), 400)
    passive = [phone.read(response) for phone, response in responses]
    answers = [text for text in passive if text] + api.texts()
    flood.answers = Counter(line for text in answers for line in text.split("\n\n"))
    flood.passive = sum(1 for text in passive if text)
    with db.reading(factory) as session:
        flood.people = session.scalar(select(func.count()).select_from(Conversation)) or 0
    engine.dispose()
    return flood


def _requests(phones: list[Phone], size: Size, chance: random.Random) -> list[Request]:
    """Every message three times, each signed and encrypted anew, shuffled within a stretch."""
    places: list[tuple[float, Request]] = []
    for number in range(size.messages):
        phone = phones[number % len(phones)]
        message = phone.written(phone.message(Content=f"第{number}条"))
        for _ in range(COPIES):
            query, body = phone.sealed(message, signed())
            places.append((number + chance.uniform(0, 60), (phone, query, body.encode())))
    return [request for _, request in sorted(places, key=lambda place: -place[0])]


async def _deliver(requests: list[Request], flood: Flood) -> list[tuple[Phone, httpx.Response]]:
    responses: list[tuple[Phone, httpx.Response]] = []

    async def deliver() -> None:
        while requests:
            phone, query, body = requests.pop()
            began = time.monotonic()
            response = await phone.client.post("/wechat", params=query, content=body)
            flood.took.append(time.monotonic() - began)
            responses.append((phone, response))

    began = time.monotonic()
    proving = asyncio.create_task(_prove(requests[0][0].client, flood))
    await asyncio.gather(*(deliver() for _ in range(flood.size.at_once)))
    proving.cancel()
    flood.seconds = time.monotonic() - began
    return responses


async def _prove(client: httpx.AsyncClient, flood: Flood) -> None:
    """Ask for the proof of the address all the while."""
    while True:
        began = time.monotonic()
        answer = await client.get("/wechat", params={**signed(), "echostr": "1"})
        assert answer.text == "1"
        flood.proved.append(time.monotonic() - began)
        await asyncio.sleep(0.25)


def _settled(factory: sessionmaker[Session]) -> bool:
    with db.reading(factory) as session:
        open_ = select(func.count()).where(Outbound.status.in_(["waiting", "parked"]))
        waiting = select(func.count()).where(Inbound.status == "waiting")
        return not session.scalar(open_) and not session.scalar(waiting)


@asynccontextmanager
async def _running(
    database_url: str, folder: Path, api: FakeWeChat, base: str, size: Size
) -> AsyncIterator[str]:
    """A front and an engine; the front's address."""
    env = {
        **os.environ,
        **account(api.appid, api.secret, base),
        "HOTLINE_DATABASE_URL": database_url,
        "HOTLINE_DATA_DIR": str(folder),
        "HOTLINE_RATE_LIMIT": "off",
        # The whole flood is signed before its first delivery.
        "HOTLINE_WECHAT_FRESHNESS": "3000",
        # The platform's stand-in shares a process with the crowd: one that is slow to answer would
        # be asked again, and its message doubled (docs/decisions/0021).
        "HOTLINE_WECHAT_API_TIMEOUT": "30",
    }
    port = free_port()
    front = await _process(env, folder / "front.log", "front_process", str(port))
    hard = (str(size.messages // 4), str(size.busy))
    engine = await _process(env, folder / "engine.log", "engine_process", *hard)
    try:
        await _answers(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        engine.kill()
        front.terminate()
        await asyncio.gather(engine.wait(), front.wait())


async def _process(
    env: dict[str, str], log: Path, module: str, *arguments: str
) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", f"tests.channels.{module}", *arguments]
    with log.open("ab") as out:
        return await asyncio.create_subprocess_exec(
            *command, env=env, cwd=ROOT, stdout=out, stderr=out
        )


async def _answers(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for _ in range(300):
            try:
                if (await client.get("/healthz")).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError("the front did not start")
