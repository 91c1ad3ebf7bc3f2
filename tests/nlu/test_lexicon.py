"""The lists of rights, platforms and names load, and say what is wrong with them."""

from pathlib import Path

import pytest

from bot.errors import BadData
from bot.nlu import lexicon

RIGHTS = {
    "invention_patent", "utility_model", "design_patent", "patent", "trademark", "copyright",
    "geographical_indication", "trade_secret", "plant_variety", "ic_layout",
}  # fmt: skip


def test_all_ten_rights_have_words() -> None:
    assert {term.value for term in lexicon.ip_types()} == RIGHTS


def test_a_word_names_one_thing_only() -> None:
    for terms in (lexicon.ip_types(), lexicon.platforms()):
        words = [word.lower() for term in terms for word in set(map(str.lower, term.words))]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("other: []", "no list"),
        ("platforms: [{value: 淘宝}]", "without value or words"),
        ("platforms: [{value: a, words: [a], implied: ['(']}]", "expression"),
    ],
)
def test_a_broken_word_list_is_named(content: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "platforms.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=what):
        lexicon.load_terms(path, "platforms")
