"""Phones and mailboxes: how a center reaches the person again."""

import re
import unicodedata

from bot.identifiers.checked import Checked, compact, right, wrong
from bot.text import chinese_digits_to_ascii

# The area codes in use in Hunan; 0731 serves Changsha, Zhuzhou and Xiangtan together.
HUNAN_AREA_CODES = (
    "0730",
    "0731",
    "0734",
    "0735",
    "0736",
    "0737",
    "0738",
    "0739",
    "0743",
    "0744",
    "0745",
    "0746",
)
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(
    r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})(?:(?:(?:转|分机|EXT\.?|#){1,2})(\d{1,6}))?"
)
# 0731-82220000-9: what follows the whole number is an extension.
_EXTENSION = re.compile(r"^(\D{0,2}0\d{2,3}\D{0,2}\d{7,8}) ?[-—] ?(\d{1,6})$")
_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,24}"
)


def check_phone(raw: str) -> Checked:
    """A mobile or landline phone of China; service numbers such as 12330 are nobody's phone."""
    said = _EXTENSION.sub(r"\1转\2", chinese_digits_to_ascii(raw))
    plain = re.sub(r"(?<=\d)[.,](?=\d)", "", compact(said))
    mobile = _MOBILE.fullmatch(plain)
    if mobile:
        return right("phone", mobile[1])
    landline = _LANDLINE.fullmatch(plain)
    if landline:
        return _landline(*landline.groups())
    return wrong("phone", plain, _phone_problem(plain))


def _landline(area: str, number: str, extension: str | None) -> Checked:
    value = f"{area}-{number}" + (f"-{extension}" if extension else "")
    if area.startswith("07") and area <= "0746" and area not in HUNAN_AREA_CODES:
        return wrong("phone", value, f"湖南没有 {area} 这个区号，请再看一下")
    if number[0] in "01":
        return wrong("phone", value, "座机号码不会以 0 或 1 开头，请再核对一遍")
    return right("phone", value)


def _phone_problem(plain: str) -> str:
    digits = plain.lstrip("+")
    if not digits.isdigit():
        return "没认出电话号码，请发 11 位手机号，或带区号的座机号"
    if len(digits) <= 6:
        return "这是短号码或服务热线，请留您本人的手机号或带区号的座机号"
    if digits[0] == "1":
        return (
            f"手机号应是 11 位，您发的是 {len(digits)} 位，请核对"
            if len(digits) != 11
            else ("手机号第二位应是 3 到 9，请核对")
        )
    return "座机请带上区号，例如 0731 开头" if len(digits) in {7, 8} else "电话号码位数不对，请核对"


def check_email(raw: str) -> Checked:
    """A mailbox; the value is in lower case."""
    plain = unicodedata.normalize("NFKC", raw).strip().lower()
    bad = len(plain) > 254 or ".." in plain or ".@" in plain
    if not bad and _EMAIL.fullmatch(plain) and "-." not in plain and "@-" not in plain:
        return right("email", plain)
    return wrong("email", plain, "邮箱地址好像不完整，应当像 name@example.com 这样")
