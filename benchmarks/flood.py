"""`python -m benchmarks.flood [SQLite] [PostgreSQL]`: ten thousand WeChat deliveries.

Every message comes three times, in parallel and out of order, while the engine is busy for eight
seconds. Front, engine, platform are processes of their own on this machine; the engine is a
stand-in without a model, so that what is measured is the way to the acknowledgement.
"""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.figures import table
from tests.channels.wechat.flood import COPIES, Flood, Size, pour
from tests.postgres import private_server

DATABASES = ("SQLite", "PostgreSQL")
RESULT = Path(__file__).parent / "channels.md"
MESSAGES, PEOPLE = 3334, 400
AT_ONCE = (8,)
HEAD = ["database", "at once", "deliveries", "p50", "p99", "most", "proved", "right", "load"]
PAGE = """# Ten thousand WeChat deliveries

Made by `uv run python -m benchmarks.flood`. Every message is delivered three times, signed and
encrypted anew, in parallel and out of order; meanwhile the engine is busy for eight seconds.
Times are those of the acknowledgement (goal: p99 ≤ 1 s). An answer that is ready within 4.5 s
comes in the acknowledgement itself and is waited for: the most is the message that the engine
was busy with. Proved: the slowest proof of the address meanwhile. Right: each message was answered
once. Load: how many processes wanted a core, on average of five minutes. Crowd, front, engine and
the platform's stand-in share the machine: {machine}.

{table}
"""


def main() -> None:
    """Pour, print, and write benchmarks/channels.md."""
    rows: list[list[str]] = []
    for name, at_once, flood in _floods():
        print(name, flood, flush=True)
        rows.append(_row(name, at_once, flood))
        RESULT.write_text(_page(rows), encoding="utf-8")


def _page(rows: list[list[str]]) -> str:
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return PAGE.format(machine=machine, table=table(HEAD, rows))


def _floods() -> Iterator[tuple[str, int, Flood]]:
    for at_once in AT_ONCE:
        size = Size(MESSAGES, PEOPLE, at_once)
        for name in sys.argv[1:] or DATABASES:
            with ExitStack() as stack:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                url = f"sqlite:///{folder / 'hotline.db'}"
                if name == "PostgreSQL":
                    url = stack.enter_context(private_server())
                yield name, at_once, asyncio.run(pour(url, folder, size))


def _row(name: str, at_once: int, flood: Flood) -> list[str]:
    right = flood.answers == flood.expected and len(flood.took) == COPIES * MESSAGES
    times = (flood.within(0.5), flood.within(0.99), max(flood.took), max(flood.proved))
    shown = [f"{seconds:.2f} s" for seconds in times]
    load = f"{os.getloadavg()[1]:.0f}"
    return [name, str(at_once), str(len(flood.took)), *shown, "yes" if right else "NO", load]


if __name__ == "__main__":
    main()
