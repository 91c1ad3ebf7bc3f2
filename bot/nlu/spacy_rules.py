"""A spaCy pipeline of rules: organisations, persons, dates and sums, on jieba's words.

No trained model: rules, word lists and spaCy's Matcher, so nothing has to be downloaded and every
finding can be explained. Built once.
"""

from functools import lru_cache
from threading import Lock

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlu.marks import mark, marked
from bot.nlu.numbers import find_amounts, find_dates
from bot.nlu.organisations import Organisations
from bot.nlu.persons import find_persons
from bot.words import tokenizer

_ZONE = Lock()  # a memory zone belongs to one thread at a time
_READERS = (("date", find_dates), ("amount", find_amounts), ("person", find_persons))

__all__ = ["Organisations", "find_spoken", "pipeline"]


class JiebaWords:
    """A spaCy tokenizer around the private jieba."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab, self._jieba = vocab, tokenizer()

    def __call__(self, text: str) -> Doc:
        words = [word for word in self._jieba.cut(text) if word]
        return Doc(self._vocab, words=words, spaces=[False] * len(words))


@Language.component("hotline_readings")
def mark_readings(doc: Doc) -> Doc:
    """Adds spans for dates, sums and persons."""
    for label, find in _READERS:
        for reading in find(doc.text):
            mark(doc, label, reading.value, reading.start, reading.end)
    return doc


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The rules as one spaCy pipeline."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaWords(nlp.vocab)
    nlp.add_pipe("hotline_readings")
    nlp.add_pipe("hotline_organisations")
    return nlp


def find_spoken(text: str) -> list[tuple[str, str, int, int]]:
    """(entity, value, start, end) of every date, amount, person and org in `text`.

    The memory zone gives the text's words back afterwards: the vocabulary must not grow for ever.
    """
    if not text.strip():
        return []
    nlp = pipeline()
    with _ZONE, nlp.memory_zone():
        return marked(nlp(text))
