"""A crew: one process that holds the model, and the engines that are forked from it.

Forked engines share the model's memory and are there again in milliseconds after a crash. The
keeper itself answers nobody: it looks after them, and brings a new model in, engine by engine.
"""

import gc
import logging
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot import db
from bot.conversations.claims import Taken
from bot.engine.slips import Slip, on_disk, settle
from bot.errors import HotlineError
from bot.settings import Settings

log = logging.getLogger("hotline.engine")
LOOK_EVERY = 0.05
# No turn takes so long: an engine that does hangs.
HANGS_AFTER = 30.0
# So long an engine may take to its first sign of life, and to finish its turn when it is to stop.
READY_WITHIN, ENDS_WITHIN = 20.0, 20.0
# An engine that dies sooner did not get going; so many in a row, and each next try waits longer.
QUICK, QUICK_DEATHS, REST_AT_MOST = 2.0, 3, 30.0

# The engine's name, its slip, and whether a neighbour of the crew is at a message.
Play = Callable[[str, Slip, Taken], None]


@dataclass
class Berth:
    """A place for one engine of the crew."""

    number: int
    slip: Slip
    pid: int = 0
    started: float = 0.0
    wanted: bool = False
    quick_deaths: int = 0
    not_before: float = 0.0
    killed: bool = False


class Crew:
    """Keeps `size` engines at work; `play` is what an engine does in its forked process."""

    def __init__(self, settings: Settings, name: str, size: int, play: Play) -> None:
        self._factory_url = settings.database_url
        self._name, self.play = name, play
        # One berth more: the engine with the new model starts before an old one goes.
        slips = on_disk(settings.data_dir / "engines" / f"{name}.slips", size + 1)
        self.berths = [Berth(number, slip) for number, slip in enumerate(slips, start=1)]
        for berth in self.berths:
            self._settle(berth)
        for berth in self.berths[:size]:
            berth.wanted = True

    def look(self) -> None:
        """Bury the dead, end those that hang, fill empty berths."""
        self._reap()
        now = time.monotonic()
        for berth in self.berths:
            if berth.pid and berth.slip.at_it_for() > HANGS_AFTER and not berth.killed:
                log.error("an engine hangs and is killed inbox=%s", berth.slip.inbox_id)
                berth.killed = True
                os.kill(berth.pid, signal.SIGKILL)
            if berth.wanted and not berth.pid and now >= berth.not_before:
                self._start(berth)

    def replace_all(self, play: Play) -> bool:
        """Engine by engine: one with the new play starts, then an old one ends.

        When a new one does not get going, the old ones stay as they are; whether all were replaced.
        """
        before, self.play = self.play, play
        for old in [berth for berth in self.berths if berth.wanted]:
            new = next(berth for berth in self.berths if not berth.wanted and not berth.pid)
            new.wanted, new.not_before, new.quick_deaths = True, 0.0, 0
            if not self._gets_going(new):
                self.play = before
                self._end(new)
                return False
            self._end(old)
        return True

    def _gets_going(self, berth: Berth) -> bool:
        return self._until(lambda: bool(berth.pid) and berth.slip.is_alive, READY_WITHIN)

    def stop(self) -> None:
        """Let all finish their turns, and wait for them."""
        for berth in self.berths:
            berth.wanted = False
            self._signal(berth, signal.SIGTERM)
        self._until(lambda: not any(berth.pid for berth in self.berths), ENDS_WITHIN)
        for berth in self.berths:
            self._signal(berth, signal.SIGKILL)

    def _end(self, berth: Berth) -> None:
        berth.wanted = False
        self._signal(berth, signal.SIGTERM)
        if not self._until(lambda: not berth.pid, ENDS_WITHIN):
            self._signal(berth, signal.SIGKILL)
            self._until(lambda: not berth.pid, ENDS_WITHIN)

    def _until(self, done: Callable[[], bool], seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not done() and time.monotonic() < until:
            self.look()
            time.sleep(LOOK_EVERY)
        return done()

    def _start(self, berth: Berth) -> None:
        berth.slip.wipe()
        berth.started, berth.killed = time.monotonic(), False
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            name = f"{self._name}-{berth.number}.{os.getpid()}"
            others = [other.slip for other in self.berths if other is not berth]

            def taken(inbox_id: int) -> bool:
                return any(slip.inbox_id == inbox_id for slip in others)

            _as_engine(lambda: self.play(name, berth.slip, taken))
        berth.pid = pid

    def _reap(self) -> None:
        for berth in self.berths:
            if berth.pid and os.waitpid(berth.pid, os.WNOHANG)[0]:
                berth.pid = 0
                self._died(berth)

    def _died(self, berth: Berth) -> None:
        inbox_id = self._settle(berth)
        if not berth.wanted:
            return
        quick = time.monotonic() - berth.started < QUICK
        berth.quick_deaths = berth.quick_deaths + 1 if quick else 0
        many = berth.quick_deaths - QUICK_DEATHS
        rest = min(2.0**many, REST_AT_MOST) if many >= 0 else 0.0
        berth.not_before = time.monotonic() + rest
        log.error("engine died berth=%s inbox=%s next_in=%.0f s", berth.number, inbox_id, rest)

    def _settle(self, berth: Berth) -> int:
        """Count what a dead engine was at; on a connection that no fork inherits."""
        if not berth.slip.inbox_id:
            return 0
        engine = db.make_engine(self._factory_url)
        try:
            return settle(db.session_factory(engine), berth.slip)
        except SQLAlchemyError as error:
            log.error("a failed message could not be counted kind=%s", type(error).__name__)
            berth.slip.wipe()
            return 0
        finally:
            engine.dispose()

    def _signal(self, berth: Berth, number: signal.Signals) -> None:
        if berth.pid:
            os.kill(berth.pid, number)


def _as_engine(work: Callable[[], None]) -> None:
    """The forked process: it never comes back."""
    status = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        # Forks of one process would draw the same numbers.
        random.seed()
        work()
        status = 0
    except HotlineError as error:
        log.error("%s", error)
    except Exception as error:
        log.error("engine ended kind=%s", type(error).__name__)
    finally:
        os._exit(status)
