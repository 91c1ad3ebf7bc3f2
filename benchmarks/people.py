"""200 people who write at once over the web chat: how long until it is accepted and answered."""

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.settings import ROOT
from tests.faults.world import free_port
from tests.postgres import private_server

PEOPLE, SECONDS = 200, 30.0
# Between two messages of one person: reading, thinking, typing.
THINKS = (3.0, 9.0)
SAID = (
    "你好",
    "举报要收费吗",
    "专利被侵权了怎么办",
    "长沙的维权中心电话多少",
    "谢谢",
    "调解要多久",
)


@dataclass
class Times:
    """Seconds from sending to the acknowledgement, and to the answer."""

    accepted: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)


def at_once(database: str) -> Times:
    """Serve with one engine, let them write for half a minute."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotline-bench-")))
        url = f"sqlite:///{folder / 'hotline.db'}"
        if database == "postgresql":
            url = stack.enter_context(private_server())
        port = free_port()
        env = {
            **os.environ,
            "HOTLINE_DATA_DIR": str(folder),
            "HOTLINE_DATABASE_URL": url,
            "HOTLINE_RATE_LIMIT": "off",
        }
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)]
        served = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            return asyncio.run(_all(f"http://127.0.0.1:{port}"))
        finally:
            served.terminate()
            served.wait(40)


async def _all(base: str) -> Times:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=2 * PEOPLE)
    async with httpx.AsyncClient(
        base_url=base, timeout=60, limits=limits, trust_env=False
    ) as client:
        await _ready(client)
        times = Times()
        until = time.monotonic() + SECONDS
        chance = random.Random(7)
        people = [_one(client, times, until, random.Random(chance.random())) for _ in range(PEOPLE)]
        await asyncio.gather(*people)
        return times


async def _ready(client: httpx.AsyncClient) -> None:
    for _ in range(1200):
        try:
            if (await client.get("/readyz")).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.1)
    raise TimeoutError("no engine became ready")


async def _one(
    client: httpx.AsyncClient, times: Times, until: float, chance: random.Random
) -> None:
    await asyncio.sleep(chance.uniform(0, THINKS[1]))
    made = (await client.post("/chat/sessions", json={})).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    number, after = 0, 0
    while time.monotonic() < until:
        number += 1
        body = {"client_msg_id": str(number), "text": chance.choice(SAID)}
        began = time.perf_counter()
        seq = (await client.post("/chat/messages", json=body, headers=headers)).json()["seq"]
        times.accepted.append(time.perf_counter() - began)
        after = await _heard(client, headers, seq, after)
        times.answered.append(time.perf_counter() - began)
        await asyncio.sleep(chance.uniform(*THINKS))


async def _heard(client: httpx.AsyncClient, headers: dict[str, str], seq: int, after: int) -> int:
    while True:
        path = f"/chat/messages?after={after}&wait=20"
        news = (await client.get(path, headers=headers)).json()["messages"]
        after = max([after, *(message["seq"] for message in news)])
        if any(message["reply_to"] == seq for message in news):
            return after
