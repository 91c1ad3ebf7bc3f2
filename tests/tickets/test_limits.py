"""The time limits are data; a file that cannot be trusted is refused with entry and remedy."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets.limits import load_limits


def _file(folder: Path, text: str) -> Path:
    path = folder / "time_limits.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_category_of_the_contract_has_a_limit_with_a_source() -> None:
    limits = load_limits(ROOT / "knowledge" / "time_limits.yml").common
    categories = {"assistance", "complaint", "activity", "callback"}
    assert categories | {"supplement", "appeal", "receive"} == set(limits)
    assert all(limit.source for limit in limits.values())


def test_a_limit_known_at_second_hand_is_never_called_confirmed() -> None:
    limits = load_limits(ROOT / "knowledge" / "time_limits.yml").common
    assert {limits[name].status for name in ("assistance", "complaint")} == {"unverified"}
    assert {limits[name].status for name in ("activity", "callback")} == {"policy"}


@pytest.mark.parametrize("days", ["0", "-3", "1.5", "yes", "'15'", "100000", "null"])
def test_a_limit_that_is_no_number_of_days_is_refused(tmp_path: Path, days: str) -> None:
    text = f"limits:\n  complaint: {{working_days: {days}, source: s, status: policy}}\n"
    with pytest.raises(BadData, match=r"complaint.*whole number"):
        load_limits(_file(tmp_path, text))


def test_a_limit_of_unknown_standing_is_refused(tmp_path: Path) -> None:
    text = "limits:\n  complaint: {working_days: 5, source: s, status: surely}\n"
    with pytest.raises(BadData, match="unverified"):
        load_limits(_file(tmp_path, text))


@pytest.mark.parametrize("text", ["", "[]", "limits:\n", "limits: 3\n", "limit:\n  a: 1\n"])
def test_a_file_without_limits_is_refused_and_not_taken_for_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadData, match="begin the file"):
        load_limits(_file(tmp_path, text))


def test_a_file_that_is_not_yaml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"time_limits.yml:2"):
        load_limits(_file(tmp_path, "limits:\n  a: [1\n"[:-1]))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        load_limits(tmp_path / "time_limits.yml")


OWN = """
limits:
  complaint: {working_days: 15, source: s, status: confirmed, valid_from: 2026-04-15}
units:
  changsha-municipal:
    complaint: {working_days: 5, source: own, status: policy, extension: 5, warn_before: 1}
"""


def test_a_units_own_limit_wins_over_the_common_one(tmp_path: Path) -> None:
    limits = load_limits(_file(tmp_path, OWN))
    day = date(2026, 11, 24)
    own = limits.get("complaint", "changsha-municipal", day)
    assert own is not None
    assert (own.working_days, own.extension, own.source) == (5, 5, "own")
    common = limits.get("complaint", "yueyang-branch", day)
    assert common is not None
    assert common.working_days == 15
    assert limits.get("assistance", "yueyang-branch", day) is None


def test_outside_its_validity_a_limit_is_not_called_sure(tmp_path: Path) -> None:
    limits = load_limits(_file(tmp_path, OWN))
    before = limits.get("complaint", "yueyang-branch", date(2026, 4, 14))
    since = limits.get("complaint", "yueyang-branch", date(2026, 4, 15))
    assert before is not None
    assert since is not None
    assert (before.status, since.status) == ("unverified", "confirmed")


@pytest.mark.parametrize(
    "bad", ["units: 3", "units: {a: 3}", "units: {a: {complaint: {source: s, status: policy}}}"]
)
def test_a_units_limit_that_cannot_be_used_is_refused(tmp_path: Path, bad: str) -> None:
    common = "limits:\n  complaint: {working_days: 5, source: s, status: policy}\n"
    with pytest.raises(BadData):
        load_limits(_file(tmp_path, common + bad))


@pytest.mark.parametrize("field", ["valid_from: soon", "extension: -1", "warn_before: 1.5"])
def test_every_field_of_a_limit_is_checked(tmp_path: Path, field: str) -> None:
    text = f"limits:\n  complaint: {{working_days: 5, source: s, status: policy, {field}}}\n"
    with pytest.raises(BadData, match="complaint"):
        load_limits(_file(tmp_path, text))
