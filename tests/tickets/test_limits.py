"""The time limits are data; a file that cannot be trusted is refused with entry and remedy."""

from pathlib import Path

import pytest

from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets import sla


def _file(folder: Path, text: str) -> Path:
    path = folder / "time_limits.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_category_of_the_contract_has_a_limit_with_a_source() -> None:
    limits = sla.load_limits(ROOT / "knowledge" / "time_limits.yml")
    assert set(limits) == {"assistance", "complaint", "activity", "callback"}
    assert all(limit.source for limit in limits.values())


def test_a_limit_known_at_second_hand_is_never_called_confirmed() -> None:
    limits = sla.load_limits(ROOT / "knowledge" / "time_limits.yml")
    assert {limits[name].status for name in ("assistance", "complaint")} == {"unverified"}
    assert {limits[name].status for name in ("activity", "callback")} == {"policy"}


@pytest.mark.parametrize("days", ["0", "-3", "1.5", "yes", "'15'", "100000", "null"])
def test_a_limit_that_is_no_number_of_days_is_refused(tmp_path: Path, days: str) -> None:
    text = f"limits:\n  complaint: {{working_days: {days}, source: s, status: policy}}\n"
    with pytest.raises(BadData, match=r"complaint.*whole number"):
        sla.load_limits(_file(tmp_path, text))


def test_a_limit_of_unknown_standing_is_refused(tmp_path: Path) -> None:
    text = "limits:\n  complaint: {working_days: 5, source: s, status: surely}\n"
    with pytest.raises(BadData, match="unverified"):
        sla.load_limits(_file(tmp_path, text))


@pytest.mark.parametrize("text", ["", "[]", "limits:\n", "limits: 3\n", "limit:\n  a: 1\n"])
def test_a_file_without_limits_is_refused_and_not_taken_for_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadData, match="begin the file"):
        sla.load_limits(_file(tmp_path, text))


def test_a_file_that_is_not_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"time_limits.yml:2"):
        sla.load_limits(_file(tmp_path, "limits:\n  a: [1\n"[:-1]))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        sla.load_limits(tmp_path / "time_limits.yml")
