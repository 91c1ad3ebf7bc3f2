"""An audit that asked nobody does not pass; an advisory that is not in the register neither."""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import audit_deps
from tools.audit_deps import REGISTER, Known, judge, main, register

TODAY = datetime.date(2026, 11, 25)
LATER = datetime.date(2027, 1, 1)
KNOWN = [Known("rasa", "3.6.21", ("CVE-2024-49375",), LATER)]


def _report(*vulns: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"dependencies": [{"name": "rasa", "version": "3.6.21", "vulns": list(vulns), **more}]}


def test_the_register_can_be_read_and_names_what_is_locked() -> None:
    known = register(REGISTER.read_text(encoding="utf-8"))
    lock = (audit_deps.ROOT / "uv.lock").read_text(encoding="utf-8")
    assert len(known) >= 10
    for entry in known:
        if entry.package != "sqlite":
            pinned = f'name = "{entry.package}"\nversion = "{entry.version}"'
            assert pinned in lock, entry


def test_what_is_in_the_register_passes_under_any_of_its_names() -> None:
    assert judge(_report(), KNOWN, TODAY) == []
    hole = {"id": "PYSEC-2024-1", "aliases": ["CVE-2024-49375"], "fix_versions": []}
    assert judge(_report(hole), KNOWN, TODAY) == []


def test_a_new_advisory_a_skipped_library_and_an_overdue_review_do_not_pass() -> None:
    new = {"id": "CVE-2027-1", "fix_versions": ["4"]}
    assert judge(_report(new), KNOWN, TODAY) == ["NEW: rasa 3.6.21: CVE-2027-1, fixed in 4"]
    (skipped,) = judge(_report(skip_reason="not found"), KNOWN, TODAY)
    assert skipped.startswith("NOT AUDITED")
    assert judge({"dependencies": []}, KNOWN, TODAY)
    assert judge(_report(), KNOWN, datetime.date(2027, 1, 2))[0].startswith("REVIEW OVERDUE")


def _stand_in(folder: Path, report: dict[str, Any]) -> str:
    path = folder / "pip_audit.py"
    path.write_text(f"print({json.dumps(json.dumps(report))})", encoding="utf-8")
    return f"{sys.executable} {path}"


@pytest.mark.parametrize(
    ("report", "switch", "status"),
    [
        (_report(), [], 0),
        (_report(skip_reason="not found"), [], 1),
        (_report(skip_reason="not found"), ["--offline-ok"], 0),
        (_report({"id": "CVE-2027-1"}), ["--offline-ok"], 1),
    ],
)
def test_the_exit_status_says_it(
    report: dict[str, Any], switch: list[str], status: int, tmp_path: Path
) -> None:
    assert main(["--pip-audit", _stand_in(tmp_path, report), *switch]) == status


def test_where_nobody_can_be_asked_only_the_switch_lets_it_pass() -> None:
    assert main(["--pip-audit", "/no/such/program"]) == 2
    assert main(["--pip-audit", "/no/such/program", "--offline-ok"]) == 0
