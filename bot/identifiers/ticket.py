"""Ticket numbers: HN-XXXX-XXXXC, in letters and digits that nobody confuses when reading aloud.

The alphabet has 31 characters, a prime: a weighted sum modulo 31 with weights all different finds
every single wrong character and every two that changed places. (Luhn's doubling would not: it
needs an even number of characters.)
"""

import re

from bot.identifiers.checked import Checked, compact, right, wrong

TICKET_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BODY_LENGTH = 8
_SHAPE = re.compile(f"[{TICKET_ALPHABET}]{{9}}")


def ticket_check_char(body: str) -> str:
    """The last character of the number whose other eight are `body` (hyphens and HN allowed).

    Raises:
        ValueError: `body` is not eight characters of the alphabet.
    """
    plain = compact(body)
    plain = plain[2:] if len(plain) == _BODY_LENGTH + 2 and plain.startswith("HN") else plain
    if len(plain) != _BODY_LENGTH or not set(plain) <= set(TICKET_ALPHABET):
        raise ValueError(f"not a ticket number's body: {body!r}")
    weighted = sum((n + 2) * TICKET_ALPHABET.index(char) for n, char in enumerate(plain))
    return TICKET_ALPHABET[weighted % len(TICKET_ALPHABET)]


def check_ticket_no(raw: str) -> Checked:
    """Whether `raw` can be a ticket's number; the value is in the form HN-XXXX-XXXXC."""
    plain = compact(raw)
    plain = plain[2:] if plain.startswith("HN") and len(plain) > _BODY_LENGTH + 1 else plain
    value = f"HN-{plain[:4]}-{plain[4:]}"
    if not _SHAPE.fullmatch(plain):
        return wrong(
            "ticket_no", value, "受理编号的样子是 HN-ABCD-EFGH2，请对照短信或聊天记录再看一眼"
        )
    if ticket_check_char(plain[:-1]) != plain[-1]:
        return wrong("ticket_no", value, "这个受理编号有个字符对不上，请再核对一遍")
    return right("ticket_no", value)
