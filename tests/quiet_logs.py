"""What the programs log while the whole suite runs is read at its end: no token, key, person's id,
phone, paper's number or word of theirs may be in it.

Read is what this process logs, and what every process writes that a test starts: to a file, into a
pipe, or to the terminal, which is turned into a file here. Their children inherit it.
"""

import asyncio
import logging
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Loggers that do not hand on what they log, beside the root.
LOGGERS = ("", "uvicorn", "uvicorn.access", "alembic")
# What the tests use as secrets, and what people's data look like.
FORBIDDEN = {
    "WeChat's webhook token": r"webhook-token",
    "WeChat's key": r"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WeChat's secret": r"the-secret-of-the-account",
    "an access token": r"TOKEN-\d+-\d+|access_token=",
    "Telegram's token": r"123456:AAbbCC",
    "Telegram's secret": r"telegrams-own-secret",
    "a token of ours": r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{43}(?![\w-])",
    "a person's id at WeChat": r"(?<![\w-])o(?=[\w-]*\d)[\w-]{27}(?![\w-])",
    "a mobile number": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "an identity number": r"(?<!\d)\d{17}[\dXx](?!\d)",
    "what a person told": r"好再来|李敏|王建国|假冒名牌鞋",
}


def leaks(text: str) -> list[str]:
    """What of a log is forbidden, by name, with the line it is in."""
    found = []
    for name, pattern in FORBIDDEN.items():
        match = re.search(pattern, text)
        if match:
            start = text.rfind("\n", 0, match.start()) + 1
            found.append(f"{name}: {text[start : match.end()][:200]}")
    return found


class Collected:
    """Where everything is written that has to be read."""

    def __init__(self, folder: Path) -> None:
        self.own = folder / "suite.log"
        self._rest = folder / "processes.log"
        self._files: set[Path] = set()

    def started(self, arguments: dict[str, Any]) -> None:
        """A process is about to start with these arguments of `Popen`."""
        stderr = arguments.get("stderr")
        if stderr is None:
            arguments["stderr"] = self._rest.open("ab")
        name = getattr(stderr, "name", None)
        if isinstance(name, str):
            self._files.add(Path(name))

    def piped(self, written: bytes | str | None) -> None:
        """What a process wrote into a pipe."""
        text = written.encode() if isinstance(written, str) else written or b""
        with self._rest.open("ab") as rest:
            rest.write(text + b"\n")

    def leaks(self) -> list[str]:
        """What is forbidden in any of it, with the file it is in."""
        read = [path for path in {self.own, self._rest, *self._files} if path.is_file()]
        return [
            f"{path.name}: {leak}"
            for path in read
            for leak in leaks(path.read_text(encoding="utf-8", errors="replace"))
        ]


class _WatchedPopen(subprocess.Popen):  # type: ignore[type-arg]
    collected: Collected

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.collected.started(kwargs)
        super().__init__(*args, **kwargs)

    def communicate(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        out, err = super().communicate(*args, **kwargs)
        self.collected.piped(err)
        return out, err


def _watched_communicate(collected: Collected) -> Any:
    whole = asyncio.subprocess.Process.communicate

    async def communicate(self: Any, data: bytes | None = None) -> tuple[bytes, bytes]:
        out, err = await whole(self, data)
        collected.piped(err)
        return out, err

    return communicate


@pytest.fixture(scope="session", autouse=True)
def logs_hold_no_secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    """Keep all logs of the suite, and read them at its end."""
    collected = Collected(tmp_path_factory.mktemp("logs"))
    handler = logging.FileHandler(collected.own, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.INFO)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
    logging.getLogger("hotline").setLevel(logging.INFO)
    watched = type("Popen", (_WatchedPopen,), {"collected": collected})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", watched)
        loops = asyncio.subprocess.Process
        patch.setattr(loops, "communicate", _watched_communicate(collected))
        yield collected
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(handler)
    handler.close()
    found = collected.leaks()
    assert found == [], f"the suite's logs hold {found}"
