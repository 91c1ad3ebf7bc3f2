"""What a channel is: verify, normalise, hand in; render, deliver, report. Nothing else.

A channel inserts into the inbox (through the post) and delivers from the outbox (when the front
asks it to); it decides nothing about the conversation.
"""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from fastapi import APIRouter

from bot.conversations.letters import Letter, Media, Taken
from bot.conversations.parcel import Outcome, Parcel


class Listener(Protocol):
    """Waits for something new in one conversation."""

    async def wait(self, seconds: float) -> None:
        """Until something is new, at most so long."""


class Post(Protocol):
    """The front's side: where letters go in."""

    async def take_in(self, letter: Letter) -> Taken:
        """Store a letter; returns once it is committed.

        Raises:
            Unreachable: it could not be stored; the platform has to send it again.
        """

    def let_go(self, conversation_id: str, seq: int) -> None:
        """The webhook of a message does not wait any longer; noted soon, nobody waits for it."""

    def listen(self, conversation_id: str) -> AbstractAsyncContextManager[Listener]:
        """Start waiting for a conversation's replies."""


class MediaRefused(Exception):
    """A file that cannot be had; `why` names the response: gone, too_large, kind, unreachable."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Channel(Protocol):
    """One platform."""

    name: str

    def router(self) -> APIRouter:
        """The webhook."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """What runs beside the webhook; entered at start, left at the end."""

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a parcel within the platform's limits; never raises for the platform's sake."""

    async def fetch(self, media: Media, into: Path, limit: int) -> None:
        """Write a file of the platform to `into`, at most `limit` bytes.

        Raises:
            MediaRefused: it is gone, too large or cannot be had.
        """


__all__ = ["Channel", "Listener", "MediaRefused", "Post"]
