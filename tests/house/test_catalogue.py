"""The page of faults and abuse speaks of every case, and only of tests that there are."""

import re

from bot.settings import ROOT

PAGE = ROOT / "docs" / "decisions" / "0064-catalogue.md"
CASES = 72


def test_every_case_has_its_line() -> None:
    lines = re.findall(r"^\| D-(\d+) \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert [int(number) for number in lines] == list(range(1, CASES + 1))


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    there: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        there |= set(re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8")))
    assert named - there == set()
    assert len(named) > 80
