"""Numbers that a person takes back in the same breath: 不是135…, 是138…; the old one is out of use.

They are left out of what a message means, only where another of their kind stands; masking in logs
and transcripts goes by the shape of numbers and still hides them.
"""

import re

from bot.identifiers.checked import Found

_BEFORE = re.compile(
    r"(?:不是|(?:别|莫|不要)再?(?:打|联系|发)"
    r"|(?:原来|之前|以前|上次)[^,，。]{0,8}(?:是|填的|写的|留的))[ :]?$"
)
_AFTER = re.compile(
    r"[,，。 ]?(?:这个|那个|已经|号码?)?"
    r"(?:停机|停用|注销|不用了|作废|不对|错了|[写发填打]错|不是这个|不是我|那个卡)"
)


def without_taken_back(text: str, numbers: list[Found]) -> list[Found]:
    """`numbers` found in `text` without those that are taken back."""
    back = [n for n in numbers if _is_taken_back(text, n)]
    stay = [n for n in numbers if n not in back]
    kinds = {n.kind for n in stay}
    return [n for n in numbers if n not in back or n.kind not in kinds]


def _is_taken_back(text: str, number: Found) -> bool:
    before = text[max(0, number.start - 16) : number.start]
    return bool(_BEFORE.search(before) or _AFTER.match(text, number.end))
