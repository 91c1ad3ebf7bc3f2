"""Whoever waits for news of the database is woken by the commit, in another connection."""

import asyncio
import time

from sqlalchemy import text

from bot import waking
from bot.conversations import inbox, outbox
from bot.conversations.inbox import Arrived
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation
from tests.people import START
from tests.tickets.cast import Factory


def _talk(database: Factory) -> str:
    with database.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
        return conversation.id


async def test_a_message_wakes_the_engine(database: Factory) -> None:
    name = _talk(database)
    watch = waking.watch(database.kw["bind"], waking.INBOX)
    await watch.wait(0.1)

    def accept() -> None:
        with database.begin() as session:
            inbox.accept(session, name, Arrived("web", "1", "你好"), at=START)

    waiting = asyncio.create_task(watch.wait(20))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await asyncio.to_thread(accept)
    assert await waiting in (None, {name})
    assert time.monotonic() - began < 10
    await watch.close()


async def test_a_reply_wakes_the_front(database: Factory) -> None:
    name = _talk(database)
    watch = waking.watch(database.kw["bind"], waking.OUTBOX)
    await watch.wait(0.1)
    with database.begin() as session:
        conversation = session.get_one(Conversation, name)
        outbox.say(session, conversation, Reply("在"), reply_to=None, at=START)
    assert await watch.wait(20) in (None, {name})
    await watch.close()


async def test_nothing_new_ends_with_the_time(database: Factory) -> None:
    watch = waking.watch(database.kw["bind"], waking.INBOX)
    await watch.wait(0.1)
    assert await watch.wait(0.05) == set()
    await watch.close()


async def test_after_a_cut_connection_it_says_that_anything_may_be_new(
    postgres_database: Factory,
) -> None:
    watch = waking.watch(postgres_database.kw["bind"], waking.INBOX)
    assert await watch.wait(0.1) is None
    with postgres_database.begin() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert await watch.wait(0.2) is None
    assert await watch.wait(0.2) is None
    assert await watch.wait(0.05) == set()
    await watch.close()
