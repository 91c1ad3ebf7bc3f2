"""Logs go to stderr, one line each: on a terminal as words, elsewhere as JSON for machines.

Nothing a person wrote, no token, no trace with local variables. We log ids and kinds of errors
only; what slips in all the same, from a library or an error's text, is masked before it is written.
"""

import json
import logging
import re
import sys
import traceback
import unicodedata
from datetime import UTC, datetime
from urllib.parse import unquote

from bot.text import mask

_SECRET = re.compile(
    r"(?i)\b(access_token|token|secret|password|passwd|signature|authorization|bearer|api[_-]?key"
    r"|cookie|appsecret)(\"?\s*[=:]\s*\"?|\s+)(?!=)(?:Bearer\s+|Basic\s+)?[^\s\"'&,;}]+"
)
_TELEGRAM = re.compile(r"(?<!\d)\d{6,12}:[\w-]{30,}")
_LOGIN = re.compile(r"(://[^\s:/@]*):[^\s@/]+@")
# A person's id at WeChat, and what is long enough to open something.
_OPENID = re.compile(r"(?a)(?<![\w-])o[\w-]{27}(?![\w-])")
_LONG = re.compile(r"(?a)(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[\w-]{40,}(?![\w-])")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_FIELD = re.compile(r"(?<!\S)(\w+)=(\S+)")
_MOST = 2000


def to_stderr(level: int = logging.INFO) -> None:
    """Set up logging for a process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Words() if sys.stderr.isatty() else Json())
    logging.basicConfig(handlers=[handler], level=level)
    # A line that cannot be written must not be shown with its values instead.
    logging.raiseExceptions = False
    sys.excepthook = _uncaught
    for name in ("uvicorn.access", "alembic", "jieba", "python_multipart"):
        logging.getLogger(name).setLevel(logging.WARNING)
    quiet_clients()


def quiet_clients() -> None:
    """HTTP clients log whole addresses at INFO, and a platform's address holds its token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def masked(text: str) -> str:
    """`text` without phones, papers, mailboxes, ids of people and secrets, however written."""
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), unquote(text[:_MOST]))
    plain = unicodedata.normalize("NFKC", plain)
    plain = _SECRET.sub(r"\1\2***", plain)
    for pattern in (_TELEGRAM, _OPENID, _LONG):
        plain = pattern.sub("***", plain)
    return mask(_LOGIN.sub(r"\1:***@", plain)).encode("utf-8", "replace").decode()


def said_by(record: logging.LogRecord) -> str:
    """The masked message; of libraries the first line only: they append what they were at."""
    said = record.getMessage()
    ours = record.name.startswith("hotline")
    return masked(said if ours else said.partition("\n")[0])


def _uncaught(kind: type[BaseException], error: BaseException, trace: object) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("hotline").critical("ended by an error", exc_info=error)


class Json(logging.Formatter):
    """One JSON object a line; `key=value` in a message become fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        said = said_by(record)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "room": record.name, "pid": record.process}
        line |= {name: value for name, value in _FIELD.findall(said) if name not in line}
        line["said"] = said
        if record.exc_info:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class Words(logging.Formatter):
    """Time, level, room, words; a line break in a message does not make a second line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "seconds")
        said = said_by(record).replace("\r", "\\r").replace("\n", "\\n")
        trace = f" {trace_of(record.exc_info[1])}" if record.exc_info else ""
        return f"{at} {record.levelname} {record.name} {said}{trace}"


def trace_of(error: BaseException | None) -> str:
    """Where an error came from: kinds, files, lines; no values, and not the error's own words."""
    steps = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        where = " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))
        steps.append(f"{type(error).__name__} at {where}")
        error = error.__cause__
    return " from ".join(steps)
