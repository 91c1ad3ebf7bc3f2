"""Every message three times, in parallel and out of order, while an engine is busy for eight
seconds: each is answered once, and everybody is acknowledged at once.

Here with as many deliveries as two cores carry in a minute; `python -m benchmarks.flood` pours ten
thousand, and its figures are in benchmarks/channels.md.
"""

import os
from pathlib import Path

import pytest

from tests.channels.wechat.flood import COPIES, Size, pour

SIZE = Size(messages=400, people=150, at_once=8)
P99 = 1.0


def is_overloaded() -> bool:
    """Whether others use this machine so much that a time says nothing about us."""
    return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)


@pytest.mark.slow
async def test_a_flood_is_answered_once_each_and_acknowledged_in_time(
    database_url: str, tmp_path: Path
) -> None:
    overloaded = is_overloaded()
    flood = await pour(database_url, tmp_path, SIZE)
    print(f"\n{flood}")
    assert len(flood.took) == COPIES * SIZE.messages
    assert flood.answers == flood.expected
    assert flood.people == SIZE.people
    assert flood.within(0.99) <= P99 or overloaded
    assert sorted(flood.proved)[len(flood.proved) // 2] <= P99 or overloaded
