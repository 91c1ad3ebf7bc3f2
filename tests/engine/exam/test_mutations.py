"""The mutations change how a message is written, the same way in every run."""

import pytest

from bot.engine.exam import mutations
from bot.text import normalize

TEXT = "我家的专利被别人仿了，怎么办？电话 0731-84586721"


@pytest.mark.parametrize("name", sorted(mutations.ALL))
def test_a_mutation_is_the_same_in_every_run(name: str) -> None:
    assert mutations.ALL[name](TEXT) == mutations.ALL[name](TEXT)


def test_traditional_and_full_width_letters_say_the_same() -> None:
    assert mutations.traditional(TEXT) != TEXT
    assert normalize(mutations.traditional("专利被仿了")) == "专利被仿了"
    assert normalize(mutations.full_width("pdd 12330")) == "pdd 12330"


def test_dictation_has_no_punctuation() -> None:
    assert mutations.without_punctuation("你好，在吗？") == "你好在吗"


def test_homophones_keep_the_number_of_syllables() -> None:
    text = "我要举报隔壁的超市卖假冒的白酒"
    mutated = mutations.homophones(text)
    assert mutated != text
    assert len(mutated) == len(text)
