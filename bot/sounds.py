"""How a character sounds, in pinyin without tones: what homophones have in common.

pypinyin's dictionary of phrases takes 35 MB and is not needed for single characters.
"""

import os
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import lazy_pinyin


@lru_cache(maxsize=30_000)
def sound(char: str) -> str:
    """The syllable of a Chinese character; anything else stands for itself."""
    return str(lazy_pinyin(char)[0]) if "\u4e00" <= char <= "\u9fff" else char
