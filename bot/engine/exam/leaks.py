"""Near-duplicates: messages that share nearly all their pairs of characters.

Found by prefix filtering: two sets as alike as `ALIKE` must share one of their rarest members.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from bot.text import normalize

ALIKE = 0.8  # share of the pairs of characters of either that stand in both
SHORTEST = 7  # 「你好」 and 「谢谢」 stand everywhere: nobody can say them otherwise


def bare(text: str) -> str:
    """The characters that make a message what it is: no case, blanks or punctuation."""
    return "".join(char for char in normalize(text).lower() if char.isalnum())


def near_duplicates(texts: Sequence[str], groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of nearly the same messages that stand in different groups."""
    sets = [_pairs(bare(text)) for text in texts]
    common = Counter(pair for one in sets for pair in one)
    index: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sets):
        rarest = sorted(one, key=lambda pair: (common[pair], pair))
        prefix = rarest[: len(one) - ceil(ALIKE * len(one)) + 1]
        found = {other for pair in prefix for other in index[pair]}
        for other in sorted(found):
            if groups[other] != groups[number] and _alike(one, sets[other]):
                yield other, number
        for pair in prefix:
            index[pair].append(number)


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text)} if len(text) >= SHORTEST else set()


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
