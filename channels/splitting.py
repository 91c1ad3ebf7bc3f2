"""Long texts cut into pieces a platform takes: at the ends of sentences, never inside a character,
a web address or an element.
"""

import re
from collections.abc import Callable

Measure = Callable[[str], int]
_WHOLE = re.compile(r"<a\b[^>]*>.*?</a>|https?://[^\s<>\"'，。；！？、）】」]+", re.DOTALL)
# Where a cut reads best, the best first.
_CUTS = (re.compile(r"\n\n"), re.compile(r"[。！？!?\n]"), re.compile(r"[；;，,、 ]"))


def byte_length(text: str) -> int:
    """Length in UTF-8 bytes, as WeChat counts."""
    return len(text.encode("utf-8", "replace"))


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "replace")) // 2


def split(text: str, limit: int, measure: Measure) -> list[str]:
    """`text` in pieces of at most `limit`, none of them empty, nothing but blanks lost at a cut.

    Args:
        text: what to cut.
        limit: the most that one piece may measure; at least 8.
        measure: how the platform counts.
    """
    pieces: list[str] = []
    rest = text.strip()
    while measure(rest) > limit:
        end = _fitting(rest, limit, measure)
        cut = _best_cut(rest, end)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _fitting(text: str, limit: int, measure: Measure) -> int:
    """How many characters fit; at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= limit else (low, middle - 1)
    return low


def _best_cut(text: str, end: int) -> int:
    for pattern in _CUTS:
        cuts = [match.end() for match in pattern.finditer(text, end // 2, end)]
        kept = [cut for cut in cuts if not _inside(text, cut)]
        if kept:
            return kept[-1]
    inside = _inside(text, end)
    # A whole that is longer than a piece has to be cut all the same.
    return inside if inside else end


def _inside(text: str, cut: int) -> int:
    """Where the link or address begins that a cut would go through; 0 when through none."""
    for whole in _WHOLE.finditer(text):
        if whole.start() < cut < whole.end():
            return whole.start()
        if whole.start() >= cut:
            break
    return 0
