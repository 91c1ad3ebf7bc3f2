"""Whoever breaks things: kills, stops, cuts, restarts, at random moments."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from tests.faults.world import Unit, World
from tests.postgres import Server

CUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass
class Nemesis:
    """Breaks something of a world now and then, and counts what it did.

    Args:
        weights: how often each deed, by its name.
        server: the database server, if it may be restarted.
    """

    world: World
    chance: random.Random
    weights: dict[str, int]
    server: Server | None = None
    done: Counter[str] = field(default_factory=Counter)

    def strike(self) -> None:
        """One deed; what cannot be done just now is not counted."""
        deeds = list(self.weights)
        (deed,) = self.chance.choices(deeds, [self.weights[name] for name in deeds])
        act: Callable[[], bool] = getattr(self, deed)
        if act():
            self.done[deed] += 1

    @property
    def kills(self) -> int:
        return sum(count for deed, count in self.done.items() if deed.startswith("kill"))

    def kill_engine(self) -> bool:
        """SIGKILL for one engine, wherever in its turn it is."""
        return self._send(signal.SIGKILL)

    def kill_keeper(self) -> bool:
        """SIGKILL for the process that keeps a crew."""
        return self._kill_unit(self.world.crew_units)

    def kill_front(self) -> bool:
        """SIGKILL for a front."""
        return self._kill_unit(self.world.front_units)

    def stop_engine(self) -> bool:
        """An engine stands still for a second, as on a machine that swaps."""
        engines = self.world.engine_processes()
        if not engines:
            return False
        victim = self.chance.choice(engines)
        try:
            victim.send_signal(signal.SIGSTOP)
            time.sleep(1)
            victim.send_signal(signal.SIGCONT)
        except psutil.Error:
            return False
        return True

    def cut_connections(self) -> bool:
        """PostgreSQL ends all connections."""
        engine = create_engine(self.world.database_url)
        try:
            with engine.connect() as connection:
                connection.execute(CUT)
            return True
        except SQLAlchemyError:
            return False
        finally:
            engine.dispose()

    def restart_database(self) -> bool:
        """PostgreSQL dies as in a power cut, and comes back a second later."""
        assert self.server is not None
        self.server.stop("immediate")
        time.sleep(1)
        self.server.start()
        return True

    def _send(self, number: signal.Signals) -> bool:
        engines = self.world.engine_processes()
        if not engines:
            return False
        try:
            self.chance.choice(engines).send_signal(number)
        except psutil.Error:
            return False
        return True

    def _kill_unit(self, units: list[Unit]) -> bool:
        alive = [unit for unit in units if unit.process and unit.process.poll() is None]
        if not alive:
            return False
        self.chance.choice(alive).signal(signal.SIGKILL)
        return True
