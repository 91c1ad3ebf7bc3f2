"""An engine without a model: claims, answers and commits as the real one does, with given words."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.conversations import claims, outbox, pulse
from bot.conversations.outbox import Reply
from bot.conversations.records import BOT, WAITING, Conversation, Inbound, Message

Answers = Callable[[str, str | None], list[Reply]]


def echo(text: str, payload: str | None) -> list[Reply]:
    """Says what it heard."""
    return [Reply(f"收到：{payload or text}")]


@dataclass
class StandInEngine:
    """Answers with `answers`; a turn takes `seconds` while it holds its claim."""

    factory: sessionmaker[Session]
    answers: Answers = echo
    seconds: float = 0.0
    heard: list[tuple[str, str | None]] = field(default_factory=list)

    async def run(self) -> None:
        with self.factory.begin() as session:
            pulse.beat(session, "stand-in")
        while True:
            worked = await self.work()
            await asyncio.sleep(0 if worked else 0.03)

    async def work(self) -> bool:
        """One turn; whether there was one."""
        claimed = await run_in_threadpool(self._claim)
        if claimed is None:
            return False
        if self.seconds:
            await asyncio.sleep(self.seconds)
        await run_in_threadpool(self._answer, claimed)
        return True

    def _claim(self) -> int | None:
        with db.thinking(self.factory) as session:
            found = claims.next_waiting(session)
            return None if found is None else found[1].id

    def _answer(self, inbox_id: int) -> None:
        with self.factory.begin() as session:
            inbound = session.get_one(Inbound, inbox_id)
            conversation = session.get_one(
                Conversation, inbound.conversation_id, with_for_update=True
            )
            session.refresh(inbound)
            if inbound.status != "waiting":
                return
            said = session.scalars(
                select(Message).where(
                    Message.conversation_id == conversation.id, Message.seq == inbound.seq
                )
            ).one()
            self.heard.append((said.text, inbound.payload))
            if conversation.owner in {BOT, WAITING}:
                for reply in self.answers(said.text, inbound.payload):
                    outbox.say(session, conversation, reply, reply_to=inbound.seq, at=clock.now())
            inbound.status = "done"
            claims.release(session, conversation, at=clock.now())


@asynccontextmanager
async def at_work(engine: StandInEngine) -> AsyncIterator[StandInEngine]:
    """Let it work for as long as a test lasts."""
    running = asyncio.create_task(engine.run())
    try:
        yield engine
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
