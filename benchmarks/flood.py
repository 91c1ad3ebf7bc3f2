"""`python -m benchmarks.flood`: ten thousand WeChat deliveries on either database.

Every message comes three times, in parallel and out of order, while the engine is busy for eight
seconds. Front, engine, platform are processes of their own on this machine; the engine is a
stand-in without a model, so that what is measured is the way to the acknowledgement.
"""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.figures import table
from tests.channels.wechat.flood import COPIES, Flood, Size, pour
from tests.postgres import private_server

RESULT = Path(__file__).parent / "channels.md"
MESSAGES, PEOPLE = 3334, 400
AT_ONCE = (16,)
HEAD = ["database", "at once", "deliveries", "p50", "p99", "most", "address proved, most", "right"]
PAGE = """# Ten thousand WeChat deliveries

Made by `uv run python -m benchmarks.flood`. Every message is delivered three times, signed and
encrypted anew, in parallel and out of order; meanwhile the engine is busy for eight seconds.
Times are those of the acknowledgement (goal: p99 ≤ 1 s). An answer that is ready within 4.5 s
comes in the acknowledgement itself and is waited for: the most is the message that the engine
was busy with. Right: each message was answered once. Generator, front, engine and the platform's
stand-in share the machine: {machine}.

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
        for name in ("SQLite", "PostgreSQL"):
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
    return [name, str(at_once), str(len(flood.took)), *shown, "yes" if right else "NO"]


if __name__ == "__main__":
    main()
