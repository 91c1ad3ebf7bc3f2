"""The result of checking one number, and of finding one in a text."""

import re
import unicodedata
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\-_—–·()]+")


@dataclass(frozen=True)
class Checked:
    """One number as it should be written, and what is wrong with it, in Chinese, if anything."""

    kind: str
    value: str
    valid: bool
    problem: str | None = None


@dataclass(frozen=True)
class Found:
    """A number inside a text: `text[start:end]` is how it was written there."""

    kind: str
    value: str
    start: int
    end: int
    valid: bool


def compact(raw: str) -> str:
    """`raw` in half-width capitals, without blanks, hyphens and brackets."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", raw)).upper()


def right(kind: str, value: str) -> Checked:
    return Checked(kind, value, True)


def wrong(kind: str, value: str, problem: str) -> Checked:
    return Checked(kind, value, False, problem)
