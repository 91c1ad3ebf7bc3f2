"""Whether a library in use has a known hole that nobody has looked at.

`python tools/audit_deps.py [--offline-ok]`. Asks pip-audit about exactly what uv.lock holds and
compares what it finds with docs/security/known-vulnerabilities.md. Exit status 1: something new,
something that could not be audited, or an entry whose review is overdue; 2: nothing was asked.
An audit that has audited nothing does not pass: pip-audit itself would say "no known
vulnerabilities found" then.
"""

import argparse
import datetime
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT / "docs" / "security" / "known-vulnerabilities.md"
_ROW = re.compile(
    r"^\| *([\w.-]+) *\| *([^|]+?) *\| *([^|]+?) *\|.*\| *(\d{4}-\d\d-\d\d) *\|$", re.M
)


@dataclass(frozen=True)
class Known:
    """One line of the register."""

    package: str
    version: str
    advisories: tuple[str, ...]
    review_by: datetime.date


def register(text: str) -> list[Known]:
    """The lines of the register's table."""
    return [
        Known(name.lower(), version, tuple(re.findall(r"[A-Z]+-[\w-]+\d", ids)), _day(day))
        for name, version, ids, day in _ROW.findall(text)
    ]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def judge(report: dict[str, Any], known: list[Known], today: datetime.date) -> list[str]:
    """What is wrong, in words; empty when every library was asked about and every hole is known.

    Args:
        report: pip-audit's JSON.
        known: the register.
        today: for reviews that are overdue.
    """
    wrong = []
    libraries = report.get("dependencies", [])
    if not libraries:
        wrong.append("NOT AUDITED: the report names no library")
    listed = {advisory for entry in known for advisory in entry.advisories}
    for library in libraries:
        name = library["name"]
        if library.get("skip_reason"):
            wrong.append(f"NOT AUDITED: {name}: {library['skip_reason']}")
        for hole in library.get("vulns", []):
            names = {hole["id"], *hole.get("aliases", [])}
            if not names & listed:
                fixed = ", ".join(hole.get("fix_versions", [])) or "no version"
                wrong.append(
                    f"NEW: {name} {library.get('version')}: {hole['id']}, fixed in {fixed}"
                )
    overdue = [entry for entry in known if entry.review_by < today]
    wrong += [f"REVIEW OVERDUE: {e.package} since {e.review_by}" for e in overdue]
    return wrong


def ask(command: list[str]) -> dict[str, Any] | None:
    """pip-audit's report about what uv.lock holds; `None` when it could not be asked."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        export = ["uv", "export", "--frozen", "--no-hashes", "--no-emit-project", "--quiet"]
        listed = subprocess.run(export, capture_output=True, text=True, cwd=ROOT, check=False)
        if listed.returncode:
            return None
        file.write(listed.stdout)
        file.flush()
        words = [*command, "-r", file.name, "--no-deps", "--disable-pip", "-f", "json"]
        try:
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            report: dict[str, Any] = json.loads(done.stdout)
        except (OSError, ValueError):
            return None
    return report


def main(argv: list[str] | None = None) -> int:
    """Ask, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offline-ok", action="store_true", help="pass where nobody can be asked")
    parser.add_argument("--pip-audit", default="uvx pip-audit", help="how it is called")
    asked = parser.parse_args(argv)
    known = register(REGISTER.read_text(encoding="utf-8"))
    report = ask(asked.pip_audit.split())
    if report is None:
        print("audit not possible: pip-audit gave no report")
        return 0 if asked.offline_ok else 2
    wrong = judge(report, known, datetime.date.today())
    unasked = [line for line in wrong if line.startswith("NOT AUDITED")]
    for line in wrong:
        print(line)
    print(
        f"{len(report['dependencies'])} libraries, {len(known)} known entries, {len(wrong)} to mend"
    )
    if asked.offline_ok and unasked == wrong:
        return 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
