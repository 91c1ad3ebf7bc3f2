"""The files staff edit: what is wrong in them is named, with place and remedy."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.centers.directory import Directory
from bot.engine.nlu_data import check_training_data
from bot.errors import BadData
from bot.knowledge.library import Library
from bot.settings import ROOT

ENTRY = """topic: t
entries:
- id: one
  title: 一个问题
  questions: [问一, 问二, 问三, 问四, 问五, 问六, 问七, 问八]
  answer: 一个答案。
  sources: [某处]
  status: confirmed
"""


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    for path in (folder / "answers").glob("*.yml"):
        path.unlink()
    (folder / "answers" / "t.yml").write_text(ENTRY, encoding="utf-8")
    Library.load(folder)
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  sources: [某处]\n", "", "sources"),
        ("status: confirmed", "status: perhaps", "status"),
        ("status: confirmed", "status: confirmed\n  valid_until: someday", "not a date"),
        (
            "status: confirmed",
            "status: confirmed\n  valid_from: 2027-01-01\n  valid_until: 2026-01-01",
            "before",
        ),
        ("status: confirmed", "status: confirmed\n  legal_basis: [{law: no-law}]", "laws.yml"),
        ("status: confirmed", "status: confirmed\n  related: [nowhere]", "does not exist"),
        ("status: confirmed", "status: confirmed\n  colour: red", "unknown field"),
        ("一个答案。", "<script>alert(1)</script>", "markup"),
        ("一个答案。", "长" * 151, "151"),
        ("[问一, 问二, 问三, 问四, 问五, 问六, 问七, 问八]", "[问一]", "at least 8"),
        ("entries:", "entries: {", "not YAML"),
        ("entries:", "other:", "entries"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(knowledge: Path, old: str, new: str, said: str) -> None:
    file = knowledge / "answers" / "t.yml"
    file.write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(BadData, match=said) as refused:
        Library.load(knowledge)
    assert refused.value.path == file
    assert refused.value.line


def test_one_id_in_two_files_is_refused(knowledge: Path) -> None:
    (knowledge / "answers" / "u.yml").write_text(ENTRY, encoding="utf-8")
    with pytest.raises(BadData, match="twice"):
        Library.load(knowledge)


def test_an_expired_answer_stops_answering_by_itself(knowledge: Path) -> None:
    text = ENTRY + "  valid_until: 2026-12-31\n"
    (knowledge / "answers" / "t.yml").write_text(text, encoding="utf-8")
    library = Library.load(knowledge)
    assert library.answer("一个问题", today=date(2026, 12, 31)).outcome == "answered"
    after = library.answer("一个问题", today=date(2027, 1, 1))
    assert after.outcome == "expired"
    assert after.text == ""


def test_a_center_in_an_unknown_prefecture_is_refused(knowledge: Path) -> None:
    file = knowledge / "centers.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("prefecture: 岳阳市", "prefecture: 月阳市"), encoding="utf-8")
    with pytest.raises(BadData, match="月阳市"):
        Directory.load(file)


@pytest.mark.parametrize(
    ("intent", "examples", "said", "line"),
    [
        ("dance", "    - 跳舞\n", "unknown intent", 5),
        ("greet", "    - 你好\n    -  \n", "empty", 6),
        ("greet", "    - 你好\n    - 你好\n", "the same message", 6),
        (
            "greet",
            "    - 我在[长沙](prefecture)（市区）\n    - 我在[株洲](prefecture\n",
            "annotation",
            6,
        ),
        ("greet", "    - 你好\n    没有横线\n", "begin with", 6),
    ],
)
def test_a_wrong_training_file_is_named_with_its_line(
    tmp_path: Path, intent: str, examples: str, said: str, line: int
) -> None:
    file = tmp_path / "bad.yml"
    head = f'version: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n'
    file.write_text(head + examples, encoding="utf-8")
    with pytest.raises(BadData, match=said) as refused:
        check_training_data(tmp_path, ROOT / "domain.yml")
    assert (refused.value.path, refused.value.line) == (file, line)


def test_all_training_files_are_sound() -> None:
    assert check_training_data(ROOT / "nlu_data", ROOT / "domain.yml") >= 2000


def test_no_response_carries_a_button_that_rasa_would_take_for_a_template() -> None:
    """Rasa fills braces in a response's buttons too, and prints all slots when it cannot."""
    import yaml

    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for name, variants in domain["responses"].items():
        for variant in variants:
            assert "buttons" not in variant, name
