"""One run: people talk, a nemesis breaks things, all is worked off, the checker looks."""

import asyncio
import random
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import func, select

from bot import db
from bot.conversations.records import Conversation, Inbound
from bot.tickets.records import Ticket
from tests.faults.checker import violations
from tests.faults.nemesis import Nemesis
from tests.faults.people import Person
from tests.faults.world import World


@dataclass
class Result:
    """What a run came to."""

    seconds: float
    messages: int
    tickets: int
    deeds: dict[str, int]
    kills: int
    broken: list[str]


def run(
    world: World,
    nemesis: Nemesis,
    *,
    people: int,
    seconds: float,
    pause: tuple[float, float],
    chance: random.Random,
) -> Result:
    """Let so many people talk for so long, with a deed after each pause."""
    began = time.monotonic()
    town = [
        Person(world.addresses, f"{n:04d}", random.Random(chance.random())) for n in range(people)
    ]
    stopping = threading.Event()
    breaking = threading.Thread(
        target=_break, args=(world, nemesis, stopping, pause, chance), daemon=True
    )
    breaking.start()
    try:
        asyncio.run(_live(town, began + seconds, stopping))
    finally:
        stopping.set()
        breaking.join(60)
    world.until_ready()
    factory = db.session_factory(db.make_engine(world.database_url))
    _worked_off(factory)
    with db.reading(factory) as session:
        messages = session.scalar(select(func.count()).select_from(Inbound)) or 0
        tickets = session.scalar(select(func.count()).select_from(Ticket)) or 0
        broken = violations(session, town)
    factory.kw["bind"].dispose()
    took = time.monotonic() - began
    return Result(took, messages, tickets, dict(nemesis.done), nemesis.kills, broken)


async def _live(town: list[Person], until: float, stopping: threading.Event) -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(timeout=20, limits=limits, trust_env=False) as client:
        living = [asyncio.create_task(person.live(client, until)) for person in town]
        await asyncio.sleep(max(0.0, until - time.monotonic()))
        # The end of the story is told in peace: nobody is left in mid-sentence.
        stopping.set()
        await asyncio.gather(*living)


def _break(
    world: World,
    nemesis: Nemesis,
    stopping: threading.Event,
    pause: tuple[float, float],
    chance: random.Random,
) -> None:
    while not stopping.wait(chance.uniform(*pause)):
        nemesis.strike()
        world.keep()
    while any(unit.process is None or unit.process.poll() is not None for unit in world.units):
        world.keep()
        time.sleep(0.1)


def _worked_off(factory: Any, patience: float = 120.0) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with db.reading(factory) as session:
            query = select(func.count()).where(Conversation.waiting_since.is_not(None))
            if not session.scalar(query):
                return
        time.sleep(0.3)
