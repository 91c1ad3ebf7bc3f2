"""A small knowledge folder of its own for a test, and entries to put into it."""

from pathlib import Path
from typing import Any

import yaml

LAWS = """laws:
- {id: old-law, name: 旧法, in_force_until: 2026-12-31, replaced_by: new-law}
- {id: new-law, name: 新法, in_force_from: 2027-01-01}
"""


def entry(entry_id: str, subject: str, **more: Any) -> dict[str, Any]:
    """An entry about `subject`, right in every field."""
    asked = [
        f"{subject}要多少钱", f"{subject}怎么办理", f"{subject}找哪个部门", f"{subject}多久有结果",
        f"{subject}要什么材料", f"谁可以办{subject}", f"{subject}是什么意思", f"何时能{subject}",
    ]  # fmt: skip
    return {
        "id": entry_id,
        "title": f"{subject}怎么办",
        "questions": asked,
        "answer": f"{subject}请找受理单位。",
        "sources": ["测试资料（2026）"],
        "status": "confirmed",
        **more,
    }


def folder(root: Path, *entries: dict[str, Any], laws: str = LAWS) -> Path:
    """A knowledge folder with these entries."""
    path = root / "knowledge"
    (path / "answers").mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"topic": "test", "entries": list(entries)}, allow_unicode=True)
    (path / "answers" / "test.yml").write_text(text, encoding="utf-8")
    (path / "laws.yml").write_text(laws, encoding="utf-8")
    return path
