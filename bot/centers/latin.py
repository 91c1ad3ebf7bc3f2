"""Names of Hunan's places as people type them in letters: liuyang, kaifuqu, zhangjiajie."""

from collections import Counter
from collections.abc import Iterator

from bot.centers.place import Sense
from bot.sounds import sound

_SUFFIXES = ("自治县", "市", "县", "区")
_SHORTEST = 6  # letters; less is too often part of something else


def spelled(rows: list[dict[str, str]]) -> Iterator[tuple[str, Sense]]:
    """Each name in letters, with and without 市, 县, 区, and the place it means.

    Args:
        rows: the rows of regions.csv. What two of them sound like is left out.
    """
    names = [
        (spelling, row)
        for row in rows
        if row["level"] in {"prefecture", "county"}
        for spelling in _spellings(row["name"])
    ]
    often = Counter(spelling for spelling, _ in names)
    for spelling, row in names:
        if often[spelling] == 1 and len(spelling) >= _SHORTEST:
            yield spelling, Sense(row["prefecture"], row["county"] or None)


def _spellings(name: str) -> set[str]:
    suffix = next((s for s in _SUFFIXES if name.endswith(s) and len(name) > len(s) + 1), "")
    whole = "".join(sound(char) for char in name)
    short = "".join(sound(char) for char in name[: len(name) - len(suffix)])
    return {whole, short}
