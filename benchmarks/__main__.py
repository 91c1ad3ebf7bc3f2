"""`make bench`: our figures beside stock Rasa's, same script, same machine, same run."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import crowd, million, ours, people
from benchmarks.figures import milliseconds, percentile, table

ROOT = Path(__file__).resolve().parent.parent
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
RESULT = ROOT / "benchmarks" / "turns.md"


def main() -> None:
    """Measure, print, and write benchmarks/turns.md, after each part: a stop loses little."""
    rows: list[list[str]] = []
    for part in _parts():
        rows += part
        shown = table(["figure", "ours", "stock Rasa 3.6.21", "goal"], rows)
        RESULT.write_text(_page(shown), encoding="utf-8")
        print(table(["figure", "ours", "stock", "goal"], part), flush=True)


def _parts() -> Iterator[list[list[str]]]:
    stock = _stock()
    yield _turn_rows(ours.turns(), stock)
    yield _crowd_rows(stock)
    yield _people_rows()
    yield _weight_rows(stock)
    yield _million_rows()
    trained = _seconds(stock, "trained") + " (5 epochs)"
    yield [["training", f"{ours.training():.0f} s", trained, "≤ 120 s"]]


def _weight_rows(stock: dict[str, Any] | None) -> list[list[str]]:
    own = {**ours.server(), **ours.loading_model()}
    starts = _seconds(stock, "imported", "loaded")
    return [
        ["messages accepted after start", f"{own['accepts']:.1f} s", "-", "≤ 3 s"],
        ["answers after start", f"{own['answers']:.1f} s", starts, "≤ 5 s"],
        ["the model loads", f"{own['loads']:.1f} s", _seconds(stock, "loaded"), "≤ 1 s"],
        ["memory of the front", f"{own['front_mb']:.0f} MB", "-", "≤ 150 MB"],
        ["memory of keeper and engine", f"{own['engine_mb']:.0f} MB", _memory(stock), "≤ 300 MB"],
    ]


def _turn_rows(own: dict[str, Any], stock: dict[str, Any] | None) -> list[list[str]]:
    rows = []
    for name, share, goal in (("p50", 0.5, "≤ 10 ms"), ("p99", 0.99, "≤ 40 ms")):
        other = milliseconds(percentile(stock["turns"], share)) if stock else "did not run"
        mine = milliseconds(percentile(own["turns"], share))
        rows.append([f"a turn of a complaint with its commit, {name}", mine, other, goal])
    other = f"{_growth(stock):.2f} ×" if stock else "did not run"
    rows.append(["turn 200 compared with turn 5", f"{_growth(own):.2f} ×", other, "≤ 1.3 ×"])
    return rows


def _crowd_rows(stock: dict[str, Any] | None) -> list[list[str]]:
    other = f"{len(stock['turns']) / sum(stock['turns']):.0f}" if stock else "did not run"
    rows = []
    for name in DATABASES:
        one, two = crowd.rates(name, 1), crowd.rates(name, 2)
        rows += [
            [f"turns a second, one engine, {DATABASES[name]}", f"{one:.0f}", other, "≥ 100"],
            [
                f"two engines compared with one, {DATABASES[name]}",
                f"{two / one:.2f} × ({two:.0f}/s)",
                "-",
                "≥ 1.7 ×",
            ],
        ]
    return rows


def _people_rows() -> list[list[str]]:
    rows = []
    for name, shown in DATABASES.items():
        times = people.at_once(name)
        per_second = len(times.answered) / people.SECONDS
        which = f"{people.PEOPLE} people at once ({per_second:.0f} messages/s), {shown}"
        parts = (("accepted", times.accepted, "≤ 5 ms", "-"),) + (
            ("answered", times.answered, "≤ 60 ms", "≤ 250 ms"),
        )
        for what, found, *goals in parts:
            for label, share, goal in zip(("p50", "p99"), (0.5, 0.99), goals, strict=True):
                took = milliseconds(percentile(found, share))
                rows.append([f"{which}: {what}, {label}", took, "-", goal])
    return rows


def _million_rows() -> list[list[str]]:
    rows = []
    for name, shown in DATABASES.items():
        before, after = million.turns(name)
        growth = percentile(after, 0.5) / percentile(before, 0.5)
        rows.append(
            [f"a turn beside a million messages, {shown}", f"{growth:.2f} ×", "-", "≤ 1.3 ×"]
        )
    return rows


def _growth(figures: dict[str, Any]) -> float:
    return percentile(figures["late"], 0.5) / percentile(figures["early"], 0.5)


def _seconds(stock: dict[str, Any] | None, *names: str) -> str:
    return f"{sum(stock[name] for name in names):.0f} s" if stock else "did not run"


def _memory(stock: dict[str, Any] | None) -> str:
    return f"{stock['engine_mb']:.0f} MB" if stock else "did not run"


def _stock() -> dict[str, Any] | None:
    """Stock Rasa's figures, from an environment of its own that uv makes on first use."""
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": os.environ.get("STOCK_VENV", ".venv-stock")}
    env.pop("VIRTUAL_ENV", None)
    command = ["uv", "run", "--quiet", "--frozen", "--group", "stock", "python"]
    print("measuring stock Rasa (its environment is made on first use)…", file=sys.stderr)
    done = subprocess.run(
        [*command, "benchmarks/stock/measure.py"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stderr[-2000:], file=sys.stderr)
        return None
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _page(shown: str) -> str:
    cores = os.cpu_count()
    return (
        "# A turn, start, memory: ours beside stock Rasa\n\n"
        "Made by `make bench`. Ours: the whole turn on SQLite with its durable commit. Stock:\n"
        "DIET, TED, JiebaTokenizer, an HTTP action server, the SQL tracker store; the same\n"
        "script in the same run. Turns a second are those of real crews on waiting messages, with\n"
        "durable commits. People, front and engine share the cores: 200 people write every 3 to\n"
        "9 seconds. Machines are noisy: read ratios, not milliseconds.\n"
        f"Python {platform.python_version()}, {cores} cores; processes that wanted to run at the\n"
        f"end: {os.getloadavg()[0]:.0f}.\n\n{shown}\n"
    )


if __name__ == "__main__":
    main()
