"""Cutting Chinese into words: one jieba per process, with the domain's words.

Its dictionary takes some 75 MB: the model and the knowledge search share it.
"""

import logging
from functools import lru_cache
from typing import Any

from bot.settings import ROOT

LEXICON = ROOT / "nlu_data" / "lexicon" / "words.txt"


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """jieba with the domain's words, apart from jieba's global one; loaded once."""
    import warnings

    with warnings.catch_warnings():
        # jieba 0.42 imports pkg_resources, which warns on every start.
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel(logging.WARNING)
    private = jieba.Tokenizer()
    private.load_userdict(str(LEXICON))
    return private
