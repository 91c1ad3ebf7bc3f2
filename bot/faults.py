"""Named points where a test may stop the process: `HOTLINE_FAULTS=turn.before_commit=kill`.

Settings refuse the variable in production; without it a point costs one dictionary look-up.
"""

import os
import signal


def point(name: str) -> None:
    """Do here what HOTLINE_FAULTS asks for: `kill` (SIGKILL, as a crash does) or `raise`."""
    wanted = os.environ.get("HOTLINE_FAULTS")
    if not wanted or os.environ.get("HOTLINE_PRODUCTION") == "1":
        return
    where, _, what = wanted.partition("=")
    if where != name:
        return
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise RuntimeError(f"fault asked for at {name}")
