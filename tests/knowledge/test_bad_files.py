"""A wrong file is refused by name, line and remedy, and what was published keeps serving."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import BadData
from bot.knowledge import files, overlay
from bot.knowledge.library import Library
from bot.knowledge.yaml_file import MAX_BYTES
from tests.conftest import NOON
from tests.knowledge.cast import LAWS, entry, folder
from tests.tickets.cast import Factory

GOOD = entry("fee", "商标续展")


def bad(**wrong: Any) -> str:
    """A file whose second entry is wrong."""
    second = {**entry("fair", "展会投诉"), **wrong}
    second = {name: value for name, value in second.items() if value is not None}
    return str(yaml.safe_dump({"entries": [GOOD, second]}, allow_unicode=True, sort_keys=False))


# The line on which the second entry begins.
SECOND = 1 + bad().splitlines().index("- id: fair")
WRONG = {
    "no source": (bad(sources=None), SECOND, "fair", "add what is missing"),
    "a review by nobody": (bad(reviewed={"on": "2026-11-01"}), SECOND, "fair", "reviewed.by"),
    "no day of review": (bad(reviewed={"by": "岗", "on": "昨天"}), SECOND, "fair", "YYYY-MM-DD"),
    "an unknown law": (bad(legal_basis=[{"law": "no-law"}]), SECOND, "fair", "add the law"),
    "a dead link": (bad(related=["nowhere"]), SECOND, "fair", "fix the id"),
    "dates in the wrong order": (
        bad(valid_from="2027-01-01", valid_until="2026-01-01"), SECOND, "fair", "swap the dates",
    ),
    "an id that stands twice": (bad(id="fee"), SECOND, "fee", "test.yml"),
    "HTML in an answer": (bad(answer="<b>找我们</b>"), SECOND, "fair", "plain text"),
    "a script in an answer": (bad(answer="见 JavaScript:alert(1)"), SECOND, "fair", "plain text"),
    "HTML in a step": (bad(steps=["<img src=x>"]), SECOND, "fair", "plain text"),
    "HTML in a source": (bad(sources=["<script>"]), SECOND, "fair", "plain text"),
    "a script in a step": (bad(steps=["javascript:alert(1)"]), SECOND, "fair", "plain text"),
    "too few ways of asking": (bad(questions=["只有一问"]), SECOND, "fair", "add what is missing"),
    "no answer": (bad(answer=None), SECOND, "fair", "write it"),
    "a list as an answer": (bad(answer=["一", "二"]), SECOND, "fair", "write it"),
    "an unknown status": (bad(status="sure"), SECOND, "fair", "confirmed"),
    "no YAML": ("entries:\n- id: [\n", 3, None, "indentation"),
    "a tab in front": ("entries:\n\t- id: fee\n", 2, None, "indentation"),
    "a Python object": ("entries: !!python/object/apply:os.getcwd []\n", 1, None, "indentation"),
    "no entries": ("answers: []\n", 1, None, "entries:"),
    "a number": ("7\n", 1, None, "entries:"),
    "nothing": ("", 1, None, "entries:"),
    "entries that are texts": ("entries:\n- 商标\n", 2, None, "- id:"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "entry_id", "remedy"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_by_name_line_and_remedy(
    tmp_path: Path, text: str, line: int, entry_id: str | None, remedy: str
) -> None:
    home = folder(tmp_path, GOOD)
    (home / "answers" / "test.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadData) as refused:
        files.load_all(home)
    said = str(refused.value)
    assert f"test.yml:{line}" in said
    assert entry_id is None or entry_id in said
    assert remedy in said


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"x" * (MAX_BYTES + 1), "larger than 2 MB"),
        ("entries: 商标".encode("gbk"), "cannot be read"),
    ],
    ids=["huge", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, what: str) -> None:
    home = folder(tmp_path, GOOD)
    (home / "answers" / "test.yml").write_bytes(content)
    with pytest.raises(BadData, match=what) as refused:
        files.load_all(home)
    assert "test.yml" in str(refused.value)


@pytest.mark.parametrize(
    "laws",
    [
        "laws:\n- {id: old-law}\n",
        "laws: 7\n",
        "laws:\n- {id: a, name: 甲, in_force_from: 2027-01-01, in_force_until: 2026-01-01}\n",
        "laws:\n- {id: a, name: 甲, in_force_from: 某日}\n",
        "laws:\n- {id: a, name: 甲, replaced_by: nowhere}\n",
        LAWS + "- {id: old-law, name: 又一部}\n",
    ],
    ids=["no name", "no list", "order of dates", "no date", "replaced by nothing", "twice"],
)
def test_a_wrong_law_is_refused(tmp_path: Path, laws: str) -> None:
    home = folder(tmp_path, GOOD, laws=laws)
    with pytest.raises(BadData, match=r"laws\.yml"):
        files.load_all(home)


@pytest.mark.parametrize("text", [case[0] for case in WRONG.values()], ids=WRONG)
def test_what_was_published_keeps_serving(database: Factory, tmp_path: Path, text: str) -> None:
    home = folder(tmp_path, GOOD)
    serving = Library.load(home)
    (home / "answers" / "test.yml").write_text(text, encoding="utf-8")
    with database() as session:
        assert overlay.reloaded(session, home, serving) is serving
    assert serving.answer("商标续展要多少钱", today=NOON.date()).text == GOOD["answer"]
