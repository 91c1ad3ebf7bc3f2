"""What the programs log while the whole suite runs is read at its end: no token, key, person's id,
phone or paper's number may be in it.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LOGGERS = ("hotline", "uvicorn", "fastapi", "telegram", "sqlalchemy.engine", "alembic")
# What the tests use as secrets, and what people's data look like.
FORBIDDEN = {
    "WeChat's webhook token": r"webhook-token",
    "WeChat's key": r"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "WeChat's secret": r"the-secret-of-the-account",
    "an access token": r"TOKEN-\d+-\d+|access_token=",
    "Telegram's token": r"123456:AAbbCC",
    "Telegram's secret": r"telegrams-own-secret",
    "a person's id at WeChat": r"(?<![\w-])o[\w-]{27}(?![\w-])",
    "a mobile number": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "an identity number": r"(?<!\d)\d{17}[\dXx](?!\d)",
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


@pytest.fixture(scope="session", autouse=True)
def logs_hold_no_secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep all logs of the suite, and read them at its end."""
    path = tmp_path_factory.mktemp("logs") / "suite.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.INFO)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
    logging.getLogger("hotline").setLevel(logging.INFO)
    yield path
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(handler)
    handler.close()
    found = leaks(path.read_text(encoding="utf-8"))
    assert found == [], f"the suite's log holds {found}"
