"""Fronts, keepers and engines die at any moment under load; nothing is lost, doubled or mixed up.

The short form of `make chaos`, which runs for longer and writes benchmarks/chaos.md.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.nemesis import Nemesis
from tests.faults.run import run
from tests.faults.world import World
from tests.postgres import NOT_INSTALLED, Server, binaries

pytestmark = [pytest.mark.slow, pytest.mark.model]

DEATHS = {"kill_engine": 8, "kill_front": 1, "stop_engine": 1}


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL that may be restarted: not the one that other tests talk to."""
    if binaries() is None:
        pytest.skip(NOT_INSTALLED)
    own = Server()
    yield own
    own.remove()


def test_deaths_under_load_on_sqlite_break_no_promise(tmp_path: Path) -> None:
    chance = random.Random(1)
    with World(tmp_path, f"sqlite:///{tmp_path / 'hotline.db'}") as world:
        nemesis = Nemesis(world, chance, DEATHS)
        result = run(world, nemesis, people=6, seconds=20, pause=(0.3, 1.5), chance=chance)
    assert result.broken == []
    assert result.kills >= 3
    assert result.messages >= 20
    assert result.tickets >= 1


def test_two_fronts_and_two_crews_on_postgres_survive_deaths_cuts_and_a_power_cut(
    tmp_path: Path, server: Server
) -> None:
    chance = random.Random(2)
    deeds = {**DEATHS, "cut_connections": 1, "restart_database": 1}
    with World(tmp_path, server.url, fronts=2, crews=2) as world:
        nemesis = Nemesis(world, chance, deeds, server)
        result = run(world, nemesis, people=6, seconds=25, pause=(0.3, 1.5), chance=chance)
    assert result.broken == []
    assert result.kills >= 3
    assert result.messages >= 20
    assert result.tickets >= 1
