"""Papers of persons and firms: identity card (GB 11643), social credit code (GB 32100)."""

import re
from datetime import date

from bot.identifiers.checked import Checked, compact, right, wrong

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, n, 31) for n in range(17))
_LOOK_ALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


def check_id_no(raw: str) -> Checked:
    """An 18-character identity card number. Old county codes stay valid: cards outlive mergers."""
    plain = compact(raw)
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", plain):
        return wrong("id_no", plain, "身份证号应是 18 位，请核对")
    if not _is_birthday(plain[6:14]):
        return wrong("id_no", plain, "身份证号里的出生日期不对，请核对")
    total = sum(int(digit) * weight for digit, weight in zip(plain[:17], _ID_WEIGHTS, strict=True))
    if _ID_CHECKS[total % 11] != plain[17]:
        return wrong("id_no", plain, "身份证号有一位对不上，请核对")
    return right("id_no", plain)


def is_id_shaped(raw: str) -> bool:
    """Eighteen places with a possible birthday, whether or not the last one agrees."""
    plain = compact(raw)
    return re.fullmatch(r"[1-9]\d{16}[\dX]", plain) is not None and _is_birthday(plain[6:14])


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1880


def check_credit_code(raw: str) -> Checked:
    """A unified social credit code. Some real old codes fail the check: ask again, never refuse."""
    plain = compact(raw)
    if len(plain) != 18:
        return wrong("credit_code", plain, f"统一社会信用代码是 18 位，您发的是 {len(plain)} 位")
    strange = [char for char in plain if char not in CREDIT_ALPHABET]
    if strange:
        return wrong("credit_code", plain, _strange_problem(strange[0]))
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(plain, _CREDIT_WEIGHTS, strict=False))
    if CREDIT_ALPHABET[-total % 31] != plain[17]:
        return wrong(
            "credit_code", plain, "最后一位和前面对不上，请对照营业执照看一下；确认无误也可以继续"
        )
    return right("credit_code", plain)


def _strange_problem(char: str) -> str:
    alike = _LOOK_ALIKES.get(char)
    hint = f",是不是 {alike}？" if alike else ",请核对"
    return f"统一社会信用代码里不会有「{char}」{hint}"
