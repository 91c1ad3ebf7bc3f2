"""A wire that breaks: passes calls on to the front, or cuts them at a random place.

Only calls of the chat are cut: a page that cannot load shows nothing.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FATES = ("whole", "before the call", "before the answer", "inside the answer")


class Wire:
    """Listens on a port of its own; half of the calls are cut."""

    def __init__(self, upstream: tuple[str, int], seed: int) -> None:
        self._upstream = upstream
        self._random = random.Random(seed)
        self.fates: Counter[str] = Counter()

    @property
    def cuts(self) -> int:
        """How many calls were cut so far."""
        return sum(count for fate, count in self.fates.items() if fate != "whole")

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one call; the connection ends with it."""
        try:
            call = await _whole_call(reader)
            fate = self._fate(call)
            if fate != "before the call":
                answer = await self._answer(call)
                if fate == "inside the answer":
                    writer.write(answer[: self._random.randrange(1, len(answer))])
                elif fate == "whole":
                    writer.write(answer)
                await writer.drain()
            self.fates[fate] += 1
            if fate == "whole":
                writer.close()
            else:
                writer.transport.abort()
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()

    def _fate(self, call: bytes) -> str:
        if b" /chat" not in call.split(b"\r\n", 1)[0]:
            return FATES[0]
        return self._random.choices(FATES, weights=(3, 1, 1, 1))[0]

    async def _answer(self, call: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self._upstream)
        try:
            # One call a connection: the answer ends where the connection does.
            writer.write(call.replace(b"onnection: keep-alive", b"onnection: close", 1))
            await writer.drain()
            return await reader.read(-1)
        finally:
            writer.close()


async def _whole_call(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    length = next((line.split(":")[1] for line in lines if line.startswith("content-length")), "0")
    return head + await reader.readexactly(int(length))


@asynccontextmanager
async def wire(address: str, seed: int) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the front at `address`, and the address of its own end."""
    host, port = address.removeprefix("http://").split(":")
    made = Wire((host, int(port)), seed)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    async with server:
        own = server.sockets[0].getsockname()[1]
        yield made, f"http://127.0.0.1:{own}"
