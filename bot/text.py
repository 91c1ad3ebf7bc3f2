"""What is done to a person's words before anything reads, stores or shows them.

Caller text is hostile until measured: every expression here is bounded, nothing guesses meaning.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

# Controls, zero-width, bidi, fillers, surrogates, non-characters, tags. Tab and newline stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_DIGITS = {
    c: str(n)
    for n, row in enumerate(
        ("零〇", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in row
}
_SPOKEN = "".join(_DIGITS)
_ANY_DIGIT = f"[0-9０-９{_SPOKEN}]"
_SPOKEN_RUN = re.compile(f"{_ANY_DIGIT}(?:[ \\-]?{_ANY_DIGIT}){{4,40}}")


def clean(text: str) -> str:
    """`text` in NFC, without control, zero-width, bidi characters, NUL and lone surrogates.

    Line breaks of every kind become one newline; tabs become a space. Safe to store.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    lines = _NEWLINES.sub("\n", whole).replace("\t", " ")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines))


@dataclass(frozen=True)
class Folded:
    """Text made comparable, with the place each of its characters came from.

    `starts[i]` is the index in the original of character `i`; one more entry marks the end.
    """

    text: str
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span that the folded span [start, end) came from."""
        first = self.starts[start]
        last = self.starts[end - 1] if end > start else first
        after = next((s for s in self.starts[end:] if s > last), self.starts[-1])
        return first, max(after, last + 1) if end > start else first


def fold(text: str) -> Folded:
    """`text` in NFKC and simplified characters, invisible ones gone; offsets are kept."""
    chars: list[str] = []
    starts: list[int] = []
    for index, char in enumerate(text):
        plain = char if "\u4e00" <= char <= "\u9fff" or " " <= char <= "~" else _fold_char(char)
        chars.append(plain)
        starts.extend([index] * len(plain))
    joined = simplified("".join(chars))
    return Folded(joined, (*starts, len(text)))


def _fold_char(char: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", _NEWLINES.sub("\n", char)))


def normalize(text: str) -> str:
    """`text` as the understanding reads it: folded, shouting and blanks collapsed, trimmed.

    A character three times over stays, more become three; repeated punctuation becomes one.
    Letters and digits are left alone: they may be a phone or ticket number.
    """
    folded = re.sub(r"\s+", " ", fold(clean(text)).text)
    calm = re.sub(r"([^\w\s])\1+", r"\1", folded)
    return re.sub(rf"([^\x00-\x7f{_SPOKEN}])\1{{3,}}", r"\1\1\1", calm).strip()


def simplified(text: str) -> str:
    """Traditional characters turned into simplified ones; the length never changes."""
    if not any(char in _traditional() for char in text):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_traditional().get(char, char) for char in text)


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    rows = (line.split() for line in table.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1 and row[0] != row[1]}


def chinese_digits_to_ascii(text: str) -> str:
    """Spoken digits (一三八…, 幺) as ASCII, only in runs of five or more; the length stays.

    Blanks and hyphens inside a run stay, so offsets hold. 「一家厂」 is left alone.
    """
    return _SPOKEN_RUN.sub(lambda run: "".join(_ascii_digit(c) for c in run[0]), text)


def _ascii_digit(char: str) -> str:
    return _DIGITS.get(char) or unicodedata.normalize("NFKC", char)


def neutralise_command(text: str) -> str:
    """`text` that Rasa cannot take for a command: no slash, of any width, leads it."""
    plain = clean(text).lstrip()
    while plain and unicodedata.normalize("NFKC", plain[0]).startswith("/"):
        plain = plain[1:].lstrip()
    return plain


def truncate_bytes(text: str, limit: int, ending: str = "…") -> str:
    """`text` in at most `limit` UTF-8 bytes, characters whole, `ending` where it was cut."""
    if len(text.encode("utf-8")) <= limit:
        return text
    room = limit - len(ending.encode("utf-8"))
    if room < 0:
        return truncate_bytes(text, limit, "") if ending else ""
    return text.encode("utf-8")[:room].decode("utf-8", "ignore") + ending


_D = _ANY_DIGIT
_GAP = r"[ \-.]?"
_MASKED = (
    (
        re.compile(
            rf"(?<!{_D}){_D}{{6}}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}{_GAP}{_D}{{3}}[0-9０-９XxＸ]"
            rf"(?!{_D})"
        ),
        4,
        2,
    ),
    (
        re.compile(rf"(?<!{_D}){_D}{{4}}(?:[ \-]?{_D}{{4}}){{3}}(?:[ \-]?{_D}{{1,3}})?(?!{_D})"),
        0,
        4,
    ),
    (re.compile(rf"(?<!{_D})[1１一幺壹](?:{_GAP}{_D}){{10}}(?!{_D})"), 3, 4),
    (re.compile(rf"(?<=86)[1１](?:{_GAP}{_D}){{10}}(?!{_D})"), 3, 4),
    (
        re.compile(
            rf"(?<!{_D})[0０零〇]{_D}{{2,3}}[ \-)）]{{0,2}}{_D}{{3,4}}[ \-]?{_D}{{4}}(?!{_D})"
        ),
        4,
        2,
    ),
)
_EMAIL = re.compile(
    r"(?<![\w.+\-])([A-Za-z0-9])[\w.+\-]{0,63}@(?=[A-Za-z0-9.\-]{1,100}\.)", re.ASCII
)


def mask(text: str) -> str:
    """`text` for logs and shown transcripts: phones 138****8000, papers and mailboxes hidden."""
    for pattern, head, tail in _MASKED:
        text = pattern.sub(lambda m, h=head, t=tail: _starred(m[0], h, t), text)  # type: ignore[misc]
    return _EMAIL.sub(r"\1***@", text)


def _starred(number: str, head: int, tail: int) -> str:
    plain = [char for char in number if char not in " -.)）"]
    hidden = "*" * (len(plain) - head - tail)
    return "".join(plain[:head]) + hidden + "".join(plain[-tail:])
