"""Logs go to stderr: time, level, room, words of ours. Nothing a person wrote, no token, no trace
with local variables."""

import logging
import sys


def to_stderr(level: int = logging.INFO) -> None:
    """Set up logging for a process."""
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in ("uvicorn.access", "alembic", "jieba", "python_multipart"):
        logging.getLogger(name).setLevel(logging.WARNING)
    quiet_clients()


def quiet_clients() -> None:
    """HTTP clients log whole addresses at INFO, and a platform's address holds its token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
