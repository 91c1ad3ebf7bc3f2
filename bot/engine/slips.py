"""What each engine of a crew is at, in memory that outlives it.

A message that kills its engine cannot be counted by that engine, and counting before every turn
would cost a commit each. So the engine writes the message's id on a slip; whoever finds a slip
that was left behind counts it. The slips are a mapped file: they outlive the whole crew, too.
"""

import fcntl
import mmap
import os
import struct
import time
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session, sessionmaker

from bot.conversations import claims
from bot.errors import BadData

# Inbox id (0: none), when the turn began, the last sign of life; seconds of the monotonic clock.
_LAYOUT = struct.Struct("<qdd")


class Slip:
    """One engine's slip, on any writable buffer."""

    def __init__(self, buffer: bytearray | memoryview | None = None) -> None:
        self._buffer = bytearray(_LAYOUT.size) if buffer is None else buffer

    def begin(self, inbox_id: int) -> None:
        """A turn begins."""
        now = time.monotonic()
        self._write(inbox_id, now, now)

    def end(self) -> None:
        """No turn is running; also a sign of life."""
        self._write(0, 0.0, time.monotonic())

    def wipe(self) -> None:
        """As new: nobody has written here."""
        self._write(0, 0.0, 0.0)

    @property
    def inbox_id(self) -> int:
        return int(self._read()[0])

    @property
    def is_alive(self) -> bool:
        """Whether its engine has come as far as its loop."""
        return bool(self._read()[2])

    def at_it_for(self) -> float:
        """Seconds since the running turn began; 0 when none is."""
        inbox_id, began, _ = self._read()
        return time.monotonic() - began if inbox_id else 0.0

    def _read(self) -> tuple[int, float, float]:
        inbox_id, began, seen = _LAYOUT.unpack(self._buffer)
        return inbox_id, began, seen

    def _write(self, inbox_id: int, began: float, seen: float) -> None:
        _LAYOUT.pack_into(self._buffer, 0, inbox_id, began, seen)


def on_disk(path: Path, number: int, patience: float = 25.0) -> list[Slip]:
    """The slips of a crew in a file; what an earlier crew left is still on them.

    Args:
        path: the file; one crew at a time has it.
        number: how many.
        patience: seconds to wait for the last engines of an earlier crew.
    Raises:
        BadData: another crew of this name is at work here.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    size = number * _LAYOUT.size
    with path.open("a+b") as file:
        _own(file, path, time.monotonic() + patience)
        if file.seek(0, os.SEEK_END) < size:
            file.truncate(size)
        # The map keeps the file, and with it our hold on it, open.
        view = memoryview(mmap.mmap(file.fileno(), size))
    return [Slip(view[n * _LAYOUT.size : (n + 1) * _LAYOUT.size]) for n in range(number)]


def _own(file: BinaryIO, path: Path, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                remedy = "stop it, or give this one another --name"
                why = "another crew of engines with this name runs here"
                raise BadData(why, path=path, remedy=remedy) from None
            time.sleep(0.05)


def settle(factory: sessionmaker[Session], slip: Slip) -> int:
    """Count the message a dead engine left on its slip; its inbox id, 0 when there was none."""
    inbox_id = slip.inbox_id
    if inbox_id:
        with factory.begin() as session:
            claims.count_failure(session, inbox_id)
    slip.wipe()
    return inbox_id
