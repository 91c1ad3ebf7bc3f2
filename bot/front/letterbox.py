"""Takes letters in, many in one commit: a flood costs a few commits, and each is acknowledged
only after its own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock
from bot.conversations import arriving, contacts
from bot.conversations.letters import Letter, Taken
from bot.errors import Unreachable
from bot.front.bell import Bell

log = logging.getLogger("hotline.front")
AT_ONCE = 40
FORGET_EVERY = 3600.0
Waiting = tuple[Letter, "asyncio.Future[Taken]"]
Held = tuple[str, int]


class Letterbox:
    """The post of the platform channels; see `channels.base.Post`."""

    def __init__(self, factory: sessionmaker[Session], bell: Bell) -> None:
        self._factory = factory
        self._bell = bell
        self._queue: asyncio.Queue[Waiting | Held] = asyncio.Queue()

    async def take_in(self, letter: Letter) -> Taken:
        """Store a letter; returns once it is committed.

        Raises:
            Unreachable: it could not be stored.
        """
        future: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((letter, future))
        return await future

    def let_go(self, conversation_id: str, seq: int) -> None:
        """The webhook of a message does not wait any longer; noted with the next letters."""
        self._queue.put_nowait((conversation_id, seq))

    @asynccontextmanager
    async def listen(self, conversation_id: str) -> AsyncIterator["Listening"]:
        """Wait for what is new in a conversation."""
        listening = Listening(self._bell, conversation_id)
        try:
            yield listening
        finally:
            listening.leave()

    async def work(self) -> None:
        """Empty the box, for ever: started and stopped with the front."""
        next_forgetting = 0.0
        while True:
            found = [await self._queue.get()]
            while len(found) < AT_ONCE and not self._queue.empty():
                found.append(self._queue.get_nowait())
            letters = [one for one in found if isinstance(one[0], Letter)]
            held = [one for one in found if not isinstance(one[0], Letter)]
            await self._take(letters, held)
            now = asyncio.get_running_loop().time()
            if now >= next_forgetting:
                next_forgetting = now + FORGET_EVERY
                with suppress(SQLAlchemyError):
                    await run_in_threadpool(self._forget)

    async def _take(self, waiting: list[Waiting], held: list[Held]) -> None:
        letters = [letter for letter, _ in waiting]
        try:
            taken = await run_in_threadpool(self._commit, letters, held)
        except Exception as error:
            if len(waiting) > 1:
                # One letter that cannot be stored must not refuse the others.
                for one in waiting:
                    await self._take([one], held)
                return
            log.error("a letter could not be stored kind=%s", type(error).__name__)
            for _, future in waiting:
                self._refuse(future)
            return
        for (_, future), result in zip(waiting, taken, strict=True):
            if not future.done():
                future.set_result(result)

    def _refuse(self, future: "asyncio.Future[Taken]") -> None:
        if not future.done():
            future.set_exception(Unreachable("the database", "the message was not stored"))

    def _commit(self, letters: list[Letter], held: list[Held]) -> list[Taken]:
        at = clock.now()
        with self._factory.begin() as session:
            for conversation_id, seq in held:
                contacts.let_go(session, conversation_id, seq)
            return [arriving.take_in(session, letter, at=at) for letter in letters]

    def _forget(self) -> None:
        with self._factory.begin() as session:
            arriving.forget_old_calls(session, at=clock.now())


class Listening:
    """One listener at the bell."""

    def __init__(self, bell: Bell, conversation_id: str) -> None:
        self._bell, self._conversation_id = bell, conversation_id
        self._event = bell.listen(conversation_id)

    async def wait(self, seconds: float) -> None:
        """Until something is new, at most so long."""
        await self._bell.wait(self._conversation_id, self._event, seconds)

    def leave(self) -> None:
        """Stop listening."""
        self._bell.leave(self._conversation_id, self._event)
