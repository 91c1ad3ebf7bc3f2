"""`make chaos`: the long form, in slices; each adds a row to benchmarks/chaos.md.

A slice is one run on a fresh database, SQLite and PostgreSQL by turns. It goes on where the last
call stopped, until there were enough deaths and messages; exit status 1 when a promise was broken.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.figures import table
from bot import clock, crypto
from bot.settings import ROOT
from tests.conftest import KEYS
from tests.faults import people
from tests.faults.nemesis import Nemesis
from tests.faults.run import Result, run
from tests.faults.world import World
from tests.postgres import Server

ROWS = ROOT / "benchmarks" / "chaos.jsonl"
PAGE = ROOT / "benchmarks" / "chaos.md"
# A front takes seconds to start, an engine milliseconds: on a starved machine fronts that died too
# often would never be there.
DEATHS = {"kill_engine": 40, "kill_front": 1, "stop_engine": 2, "kill_keeper": 1}
PATIENCE = 400.0
OF_THE_DATABASE = {"cut_connections": 2, "restart_database": 1}
HEAD = ["day", "database", "seed", "seconds", "messages", "tickets", "kills", "deeds", "broken"]


def main() -> int:
    """Slices until the sums are reached, or just one with `--one`."""
    asked = _asked()
    people.PATIENCE = PATIENCE
    # The checker reads what the processes have sealed.
    os.environ["HOTLINE_KEYS"] = KEYS
    crypto.use(crypto.parse(KEYS))
    while asked.one or not _enough(asked):
        seed = len(_rows()) + 1
        result = _slice(seed, asked)
        _keep(seed, result)
        print(result, file=sys.stderr)
        if result.broken:
            return 1
        if asked.one:
            break
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=300, help="of one slice")
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--one", action="store_true", help="one slice only")
    return parser.parse_args()


def _enough(asked: argparse.Namespace) -> bool:
    rows = _rows()
    kills, messages = (sum(row[name] for row in rows) for name in ("kills", "messages"))
    return bool(kills >= asked.kills and messages >= asked.messages)


def _slice(seed: int, asked: argparse.Namespace) -> Result:
    chance, pause = random.Random(seed), (0.1, 0.9)
    with tempfile.TemporaryDirectory(prefix="hotline-chaos-") as name:
        folder = Path(name)
        if seed % 2:
            with World(folder, f"sqlite:///{folder / 'hotline.db'}") as world:
                nemesis = Nemesis(world, chance, DEATHS)
                return _run(world, nemesis, asked, pause, chance)
        server = Server()
        try:
            with World(folder, server.url, fronts=2, crews=2) as world:
                nemesis = Nemesis(world, chance, {**DEATHS, **OF_THE_DATABASE}, server)
                return _run(world, nemesis, asked, pause, chance)
        finally:
            server.remove()


def _run(
    world: World,
    nemesis: Nemesis,
    asked: argparse.Namespace,
    pause: tuple[float, float],
    chance: random.Random,
) -> Result:
    return run(
        world, nemesis, people=asked.people, seconds=asked.seconds, pause=pause, chance=chance
    )


def _rows() -> list[dict[str, int]]:
    lines = ROWS.read_text(encoding="utf-8").splitlines() if ROWS.exists() else []
    return [json.loads(line) for line in lines]


def _keep(seed: int, result: Result) -> None:
    row = {
        "day": f"{clock.local(clock.now()):%Y-%m-%d}",
        "database": "SQLite" if seed % 2 else "PostgreSQL, 2 fronts, 2 crews",
        "seed": seed,
        **asdict(result),
        "seconds": round(result.seconds),
    }
    with ROWS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    PAGE.write_text(_page(), encoding="utf-8")


def _page() -> str:
    rows = _rows()
    total = {n: sum(row[n] for row in rows) for n in ("seconds", "messages", "tickets", "kills")}
    broken = sum(len(row["broken"]) for row in rows)  # type: ignore[arg-type]
    shown = [[_cell(row[name]) for name in HEAD] for row in rows]
    shown.append(["all", "", "", *(str(n) for n in total.values()), "", str(broken)])
    return (
        "# Deaths, cuts and power cuts under load\n\n"
        "Made by `make chaos` (`tests/faults/`): people file matters and chat while processes are\n"
        "killed at random moments; then `tests/faults/checker.py` reads the database and compares\n"
        "it with what people were told. `broken` counts promises that were not kept.\n\n"
        f"{table(HEAD, shown)}\n"
    )


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in sorted(value.items()))
    return str(len(value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    sys.exit(main())
