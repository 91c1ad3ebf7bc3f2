"""Fronts and crews of engines as an operator runs them, started again whenever they die."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.settings import ROOT


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Unit:
    """One long-running command, as systemd would keep it."""

    words: list[str]
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def keep(self) -> bool:
        """Start it if it does not run; whether it had to be started."""
        if self.process is not None and self.process.poll() is None:
            return False
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "bot.cli", *self.words]
            self.process = subprocess.Popen(command, env=self.env, stderr=log, cwd=ROOT)
        return True

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it lives."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def children(self) -> list[psutil.Process]:
        """Its processes: of a crew, the engines."""
        try:
            return psutil.Process(self.process.pid).children() if self.process else []
        except psutil.Error:
            return []


@dataclass
class World:
    """So many fronts and crews on one database."""

    folder: Path
    database_url: str
    fronts: int = 1
    crews: int = 1
    engines: int = 2
    more_env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ports = [free_port() for _ in range(self.fronts)]
        self.front_units = [
            self._unit(f"front{n}", ["front", "--port", str(port)])
            for n, port in enumerate(self.ports)
        ]
        self.crew_units = [
            self._unit(f"crew{n}", ["engine", "--engines", str(self.engines), "--name", f"crew{n}"])
            for n in range(self.crews)
        ]

    def _unit(self, name: str, words: list[str]) -> Unit:
        env = {
            **os.environ,
            "HOTLINE_DATA_DIR": str(self.folder),
            "HOTLINE_DATABASE_URL": self.database_url,
            "HOTLINE_RATE_LIMIT": "off",
            **self.more_env,
        }
        return Unit(words, env, self.folder / f"{name}.log")

    def __enter__(self) -> "World":
        self.keep()
        try:
            self.until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        for unit in self.units:
            unit.signal(signal.SIGCONT)
            unit.signal(signal.SIGTERM)
        for unit in self.units:
            if unit.process is not None:
                try:
                    unit.process.wait(40)
                except subprocess.TimeoutExpired:
                    unit.process.kill()

    @property
    def units(self) -> list[Unit]:
        return [*self.front_units, *self.crew_units]

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def keep(self) -> int:
        """Start what has died; how many."""
        return sum(unit.keep() for unit in self.units)

    def engine_processes(self) -> list[psutil.Process]:
        """Every engine that runs now."""
        return [child for unit in self.crew_units for child in unit.children()]

    def until_ready(self, seconds: float = 240.0) -> None:
        """Wait until every front says that messages are answered."""
        end = time.monotonic() + seconds
        for address in self.addresses:
            while not _says_ready(address):
                if time.monotonic() > end:
                    raise TimeoutError(f"{address} is not ready; see {self.folder}/*.log")
                self.keep()
                time.sleep(0.1)


def _says_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2):
            return True
    except OSError:
        return False
