"""The reader of the suite's logs notices every way in which something can leak."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.quiet_logs import FORBIDDEN, leaks

PHONE = "1387311" + "2345"
WRITES = f"import sys; sys.stderr.write('called {PHONE[:7]}' + '{PHONE[7:]}')"
WAYS = {
    "this process logs it": f"logging.getLogger('hotline.any').warning('called {PHONE}')",
    "a library logs it": f"logging.getLogger('httpx').warning('called {PHONE}')",
    "the server logs it": f"logging.getLogger('uvicorn.error').error('called {PHONE}')",
    "a process says it": "subprocess.run(COMMAND)",
    "a process says it into a pipe": "subprocess.run(COMMAND, capture_output=True)",
    "a process says it to a file": "subprocess.Popen(COMMAND, stderr=open(FILE, 'wb')).wait()",
    "a process of a loop says it": (
        "import asyncio\n"
        "    async def go():\n"
        "        with open(FILE, 'wb') as out:\n"
        "            done = await asyncio.create_subprocess_exec(*COMMAND, stderr=out)\n"
        "        await done.wait()\n"
        "    asyncio.run(go())"
    ),
    "a process of a loop says it into a pipe": (
        "import asyncio\n"
        "    async def go():\n"
        "        pipe = asyncio.subprocess.PIPE\n"
        "        done = await asyncio.create_subprocess_exec(*COMMAND, stderr=pipe)\n"
        "        await done.communicate()\n"
        "    asyncio.run(go())"
    ),
    "a child of a process says it": (
        "subprocess.run([sys.executable, '-c', 'import subprocess; subprocess.run(%r)' % COMMAND])"
    ),
}


def suite(folder: Path, body: str) -> int:
    """Run a suite of one test that does this; its exit status."""
    (folder / "conftest.py").write_text("from tests.quiet_logs import logs_hold_no_secrets\n")
    (folder / "test_it.py").write_text(
        "import logging, subprocess, sys\n"
        f"COMMAND = [sys.executable, '-c', {WRITES!r}]\n"
        f"FILE = {str(folder / 'any.log')!r}\n"
        f"def test_it():\n    {body}\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True)
    assert "1 passed" in done.stdout, done.stdout
    return done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_suite_that_leaks_fails(tmp_path: Path, way: str) -> None:
    assert suite(tmp_path, WAYS[way]) != 0


@pytest.mark.slow
def test_a_suite_that_does_not_leak_passes(tmp_path: Path) -> None:
    assert suite(tmp_path, "logging.getLogger('hotline.any').warning('called back')") == 0


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("WeChat's webhook token", "token=webhook-token"),
        ("an access token", "POST https://api.weixin.qq.com/cgi-bin/menu?access_token=x"),
        ("Telegram's token", "POST http://127.0.0.1/bot123456:AAbbCC/getMe"),
        ("a token of ours", "Bearer " + "aB3" + "x" * 40),
        ("a person's id at WeChat", "sent to o" + "Ab1" + "z" * 24),
        ("a mobile number", f"phone={PHONE}"),
        ("an identity number", "id=43010419900101123" + "X"),
        ("what a person told", "said 店名叫好再来烟酒行"),
    ],
)
def test_each_kind_is_known(name: str, line: str) -> None:
    assert [leak.split(":")[0] for leak in leaks(line)] == [name]
    assert name in FORBIDDEN


def test_ordinary_lines_are_let_pass() -> None:
    assert leaks("2026-11-25 01:20:33,123 INFO hotline.front tick mailed=3 wx:" + "a1" * 20) == []
