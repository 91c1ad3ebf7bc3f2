"""What a log line may hold: no person, no secret, one line, no values of local variables."""

import json
import logging
import random
import string
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import pytest

from bot.logs import Json, Words, masked
from bot.settings import ROOT

MESSAGES = 10_000
RECALL = 0.99
DIGITS = string.digits
FULL = str.maketrans(DIGITS + "X", "".join(chr(ord(c) + 0xFEE0) for c in DIGITS + "X"))
FRAMES = (
    "turn failed {}", "我的电话是{}，请回电", "error: duplicate key ({}) exists", "{}",
    '{{"phone": "{}"}}', "GET /x?who={}&a=1", "联系人{}李某", "身份证{}的人", "\n2026 ERROR {}",
)  # fmt: skip


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(DIGITS) for _ in range(count))


def _mobile(chance: random.Random) -> str:
    return "1" + chance.choice("3456789") + _digits(chance, 9)


def _paper(chance: random.Random) -> str:
    born = f"{chance.randint(1940, 2010)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    return f"43{_digits(chance, 4)}{born}{_digits(chance, 3)}{chance.choice(DIGITS + 'X')}"


def _card(chance: random.Random) -> str:
    return "62" + _digits(chance, chance.choice((14, 17)))


def _mailbox(chance: random.Random) -> str:
    name = "".join(chance.choice(string.ascii_lowercase + DIGITS) for _ in range(8))
    return f"{name}@{chance.choice(('qq.com', '163.com', 'mail.example.cn'))}"


def _openid(chance: random.Random) -> str:
    return "o" + "".join(chance.choice(string.ascii_letters + DIGITS + "-_") for _ in range(27))


def _spaced(text: str) -> str:
    return f"{text[:3]} {text[3:7]} {text[7:]}" if len(text) == 11 else text


def _dashed(text: str) -> str:
    return f"{text[:3]}-{text[3:7]}-{text[7:]}" if len(text) == 11 else text


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text.translate(FULL))


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str, str, _spaced, _dashed, lambda t: t.translate(FULL), lambda t: quote(t.translate(FULL)),
    _escaped,
)  # fmt: skip
KINDS = (_mobile, _mobile, _paper, _card, _mailbox, _openid)


def _plain(text: str) -> str:
    """As somebody would read it who looks for a number."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in " -")


def test_of_ten_thousand_synthetic_messages_hardly_one_lets_a_person_through() -> None:
    chance = random.Random(12330)
    missed = []
    for _ in range(MESSAGES):
        secret = chance.choice(KINDS)(chance)
        spelled = chance.choice(SPELLINGS)(secret) if secret[0].isdigit() else secret
        line = masked(chance.choice(FRAMES).format(spelled))
        if _plain(secret) in _plain(line):
            missed.append((spelled, line))
    recall = 1 - len(missed) / MESSAGES
    assert recall >= RECALL, (recall, missed[:5])


def test_numbers_in_chinese_characters_are_masked_too() -> None:
    assert "八七三一一二三" not in masked("打一三八七三一一二三四五给我")


@pytest.mark.parametrize(
    "text",
    [
        "POST /cgi-bin/x?access_token=abc123DEF&y=1",
        "Authorization: Bearer s3cret-token",
        "postgresql://hotline:pa55word@db/hotline refused",
        "https://api.telegram.org/bot123456:AAbbCCddEEffGGhhIIjjKKllMMnnOO/sendMessage",
        'password="hunter2"',
    ],
)
def test_secrets_are_masked(text: str) -> None:
    line = masked(text)
    for secret in ("abc123DEF", "s3cret-token", "pa55word", "AAbbCC", "hunter2"):
        assert secret not in line


@pytest.mark.parametrize(
    "text",
    [
        "turn failed inbox=1234567 kind=ValueError",
        "engine ready id=host-1.43210",
        "gave up inbox=12 incident=9f86d081",
        "engines take up model=20261125-003536-yummy-search.tar.gz",
        "conversation 4f1c0d2ab3e94f7f8a1b2c3d4e5f6a7b",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert masked(text) == text


def _record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("hotline.engine", logging.ERROR, "f", 1, message, args, info)


def test_a_line_is_json_with_the_ids_as_fields() -> None:
    line = json.loads(Json().format(_record("turn failed inbox=%s kind=%s", 7, "ValueError")))
    assert line["inbox"] == "7"
    assert line["kind"] == "ValueError"
    assert line["level"] == "ERROR"
    assert line["room"] == "hotline.engine"


@pytest.mark.parametrize("formatter", [Json(), Words()])
def test_an_injected_line_break_makes_no_second_line(formatter: logging.Formatter) -> None:
    line = formatter.format(_record("name=%s", "x\r\n2026-01-01 ERROR admin login"))
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("formatter", [Json(), Words()])
def test_a_trace_tells_where_and_shows_no_value(formatter: logging.Formatter) -> None:
    def fails(phone: str) -> None:
        words = f"{phone} 李敏"
        raise ValueError(words)

    try:
        fails("13873112345")
    except ValueError:
        error = sys.exc_info()[1]
    line = formatter.format(_record("unexpected", error=error))
    assert "ValueError at" in line
    assert "test_logs.py" in line
    assert "李敏" not in line
    assert "13873112345" not in line


def test_a_process_that_ends_by_an_error_leaves_a_trace_without_values() -> None:
    code = (
        "from bot.logs import to_stderr; to_stderr()\n"
        "def fails(phone): raise ValueError(f'said {phone}')\n"
        "fails('13873112345 李敏')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    line = json.loads(done.stderr)
    assert line["level"] == "CRITICAL"
    assert "ValueError at" in line["trace"]
    assert "李敏" not in done.stderr
    assert done.returncode == 1


def test_what_libraries_append_to_their_first_line_is_left_out() -> None:
    record = _record("Task exception was never retrieved\nfuture: <Task exception=E('李敏')>")
    record.name = "asyncio"
    assert "李敏" not in Json().format(record)
