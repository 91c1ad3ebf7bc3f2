"""The widget itself over a wire that breaks at every second call.

`CUTS=1000 uv run pytest tests/browser/test_cuts.py` breaks it as often as the chat's own test does.
"""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from bot import db
from bot.conversations.records import Message
from tests.browser.conftest import Open
from tests.browser.person import hears, said, says, settles
from tests.browser.servers import FrontAlone
from tests.front.cutting import Wire, wire
from tests.front.test_cuts import answer_all

CUTS = int(os.environ.get("CUTS", "40"))
WORDS = [f"第{n}句" for n in range(CUTS // 4)]


@contextmanager
def broken_wire(front: FrontAlone) -> Iterator[tuple[Wire, str]]:
    """The wire in a thread of its own, and somebody who answers what gets through."""
    ready, done = threading.Event(), threading.Event()
    made: list[tuple[Wire, str]] = []

    async def carry() -> None:
        async with wire(front.url, seed=7) as pair:
            made.append(pair)
            ready.set()
            while not done.is_set():
                await asyncio.to_thread(answer_all, front.factory)
                await asyncio.sleep(0.05)

    thread = threading.Thread(target=asyncio.run, args=(carry(),), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield made[0]
    finally:
        done.set()
        thread.join(10)


def test_the_widget_loses_and_doubles_nothing_while_the_wire_breaks(
    front: FrontAlone, new_page: Open
) -> None:
    with broken_wire(front) as (cutter, address):
        page = new_page(f"{address}/")
        # The waits between two tries are for people's networks, not for this one.
        page.evaluate(
            "() => { const wait = window.setTimeout;"
            "window.setTimeout = (act, ms) => wait(act, Math.min(ms || 0, 300)); }"
        )
        for text in WORDS:
            says(page, text)
        deadline = time.monotonic() + max(240, CUTS)
        while cutter.cuts < CUTS and time.monotonic() < deadline:
            page.wait_for_timeout(200)
        settles(page)
        hears(page, f"答{_last_of_user(front)}之二")
        with db.reading(front.factory) as session:
            kept = session.scalars(select(Message.text).order_by(Message.seq)).all()
        assert said(page) == list(kept)
        assert [text for text in kept if text.startswith("第")] == WORDS
        assert cutter.cuts >= CUTS


def _last_of_user(front: FrontAlone) -> int:
    with db.reading(front.factory) as session:
        query = select(Message.seq).where(Message.sender == "user").order_by(Message.seq.desc())
        return session.scalars(query).first() or 0
