"""The domain's words stay whole, in a dictionary apart from jieba's own."""

import jieba

from bot.settings import ROOT
from bot.words import tokenizer


def test_domain_words_stay_whole() -> None:
    words = tokenizer().lcut("申请侵权判定咨询和维权援助")
    assert "侵权判定咨询" in words
    assert "维权援助" in words


def test_the_dictionary_is_private() -> None:
    assert tokenizer() is not jieba.dt
    assert tokenizer() is tokenizer()


def test_there_are_three_hundred_words_and_none_twice() -> None:
    words = (ROOT / "nlu_data" / "lexicon" / "words.txt").read_text(encoding="utf-8").split()
    assert len(words) == len(set(words)) >= 300
