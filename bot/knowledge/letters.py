"""The letters of many texts at once: characters, syllables, and pairs of both, counted. Pure.

The same features as `Words.features` counts for one question; for ten thousand texts numpy does
it in a tenth of the time.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.sounds import sound

Numbers = dict[str, int]
Ints = NDArray[np.int64]
# More than any code point: a pair of two is one number.
_WIDE = 1 << 21


def counted(texts: Sequence[str], numbers: Numbers) -> tuple[Ints, Ints]:
    """The row (the text) and the column (the feature's number) of every letter and pair.

    Args:
        texts: tidied texts.
        numbers: the number of each feature; new ones are added.
    """
    whole = "".join(texts)
    chars = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    if not len(chars):
        return rows, chars
    known, where = np.unique(chars, return_inverse=True)
    sounds = [sound(chr(char)) for char in known]
    names = sorted(set(sounds))
    place = {name: at for at, name in enumerate(names)}
    syllables = np.array([place[name] for name in sounds], dtype=np.int64)[where]
    within = rows[1:] == rows[:-1]
    columns = [
        _columns(chars, lambda char: "c:" + chr(char), numbers),
        _columns(syllables, lambda at: "y:" + names[at], numbers),
        _columns(_pairs(chars)[within], lambda pair: "p:" + "".join(map(chr, _two(pair))), numbers),
        _columns(
            _pairs(syllables)[within],
            lambda pair: "s:" + "_".join(names[at] for at in _two(pair)),
            numbers,
        ),
    ]
    pair_rows = rows[1:][within]
    return np.concatenate([rows, rows, pair_rows, pair_rows]), np.concatenate(columns)


def _pairs(codes: Ints) -> Ints:
    return codes[:-1] * _WIDE + codes[1:]


def _two(pair: int) -> tuple[int, int]:
    return divmod(pair, _WIDE)


def _columns(codes: Ints, name: Any, numbers: Numbers) -> Ints:
    """Codes as numbers of features: each different one is named once."""
    known, where = np.unique(codes, return_inverse=True)
    columns = [numbers.setdefault(name(int(code)), len(numbers)) for code in known]
    found: Ints = np.array(columns, dtype=np.int64)[where]
    return found
