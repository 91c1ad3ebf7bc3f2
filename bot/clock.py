"""The present. Rules never ask for it: it comes in through the door as an argument.

`HOTLINE_CLOCK_FILE` names a file holding one ISO 8601 time with offset; then that is the present,
in every process, read at every call (contract, section 7). Refused in production by `bot.settings`.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import BadData

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present as an aware time in UTC."""
    name = os.environ.get("HOTLINE_CLOCK_FILE")
    if not name:
        return datetime.now(UTC)
    text = Path(name).read_text(encoding="utf-8").strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _bad(name, text) from None
    if moment.tzinfo is None:
        raise _bad(name, text)
    return moment.astimezone(UTC)


def is_set() -> bool:
    """Whether a file stands in for the system's clock."""
    return bool(os.environ.get("HOTLINE_CLOCK_FILE"))


def local(moment: datetime) -> datetime:
    """The same moment on Hunan's clocks."""
    return moment.astimezone(SHANGHAI)


def _bad(name: str, text: str) -> BadData:
    remedy = "write one time such as 2026-11-24T09:30:00+08:00"
    return BadData(f"not a time with an offset: {text[:40]!r}", path=name, remedy=remedy)
