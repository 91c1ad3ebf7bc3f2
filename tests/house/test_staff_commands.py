"""`hotline staff` and `hotline audit`, as an operator types them."""

import subprocess
from pathlib import Path

import pytest

from tests.house.test_command_line import hotline

PASSWORD = "correct horse battery"


def add(folder: Path, *more: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    words = ("--unit", "provincial", "--role", "admin", "--password-stdin", *more)
    return hotline("staff", "add", "管理员", *words, "--data-dir", str(folder), lines=[password])


def test_the_first_administrator_is_made_and_the_trail_tells_of_it(tmp_path: Path) -> None:
    made = add(tmp_path)
    assert made.returncode == 0, made.stderr
    listed = hotline("staff", "list", "--data-dir", str(tmp_path)).stdout
    assert "管理员  on  password only  admin@provincial" in listed
    checked = hotline("audit", "verify", "--data-dir", str(tmp_path))
    assert checked.returncode == 0
    kept = checked.stdout.strip().splitlines()[-1].split()[-1]
    again = hotline("audit", "verify", "--kept", kept, "--data-dir", str(tmp_path))
    assert again.returncode == 0
    lost = hotline("audit", "verify", "--kept", "9:" + "0" * 64, "--data-dir", str(tmp_path))
    assert lost.returncode == 1
    assert "not there any more" in lost.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--role", "root"), "supervisor"),
        (("--unit", "mars"), "yueyang-branch"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    refused = add(tmp_path, *more)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_weak_password_makes_no_account(tmp_path: Path) -> None:
    assert add(tmp_path, password="short").returncode == 2
    assert hotline("staff", "list", "--data-dir", str(tmp_path)).stdout == ""


def test_an_account_is_switched_off(tmp_path: Path) -> None:
    add(tmp_path)
    assert hotline("staff", "off", "管理员", "--data-dir", str(tmp_path)).returncode == 0
    assert "管理员  off" in hotline("staff", "list", "--data-dir", str(tmp_path)).stdout
    missing = hotline("staff", "off", "没有的人", "--data-dir", str(tmp_path))
    assert missing.returncode == 2
