"""Wakes those who wait for a conversation: many waiting pages and webhooks."""

import asyncio
from collections import defaultdict
from contextlib import suppress


class Bell:
    """Rings for a conversation when it has something new."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def close(self) -> None:
        """Wake everybody for the last time: who waits goes home instead of holding up the end."""
        self.closed = True
        for events in self._waiting.values():
            for event in events:
                event.set()

    def ring(self, conversation_id: str) -> None:
        """Wake everybody who waits for this conversation."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    async def wait(self, conversation_id: str, event: asyncio.Event, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), seconds)
        event.clear()

    def listen(self, conversation_id: str) -> asyncio.Event:
        """Start waiting; a ring between two looks is not missed."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        return event

    def leave(self, conversation_id: str, event: asyncio.Event) -> None:
        """Stop waiting."""
        self._waiting[conversation_id].discard(event)
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id]
