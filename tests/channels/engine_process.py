"""`python -m tests.channels.engine_process AFTER SECONDS`: a stand-in engine in its own process.

It answers every message with 答 and its words; the turn after AFTER others burns the processor for
SECONDS, as a turn that thinks hard does.
"""

import asyncio
import sys
import time

from bot import db
from bot import settings as settings_module
from bot.conversations.outbox import Reply
from bot.logs import to_stderr
from tests.channels.stand_in_engine import StandInEngine


def main(after: int, seconds: float) -> None:
    """Work on the database of the environment until killed."""
    to_stderr()
    engine = db.opened(settings_module.load())
    db.migrate(engine)
    asyncio.run(BusyEngine(after, seconds, db.session_factory(engine)).run())


class BusyEngine(StandInEngine):
    """Its one hard turn comes after `after` easy ones."""

    def __init__(self, after: int, hard: float, factory: object) -> None:
        super().__init__(factory, answers=lambda text, _: [Reply(f"答{text}")])  # type: ignore[arg-type]
        self._after, self._hard = after, hard

    def _answer(self, inbox_id: int) -> None:
        if len(self.heard) == self._after:
            until = time.monotonic() + self._hard
            while time.monotonic() < until:
                pass
        super()._answer(inbox_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
