"""Numbers of rights: patents (with their check digit) and trademarks (which have none)."""

import re

from bot.identifiers.checked import Checked, compact, right, wrong

_NEW_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_OLD_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9)
_PREFIX = re.compile(r"(?:中国)?(?:专利|申请)?(?:号码?|NO\.?)?[::#]?(ZL|CN|CNZL)?")
_PUBLICATION = re.compile(r"CN\d{7,9}[ABCUSY]\d?")
_TRADEMARK = re.compile(r"(?:商标)?(?:注册|申请)?(?:号码?|NO\.?)?[::#]?第?(G?\d{5,9})[A-Z]?号?")


def check_patent_no(raw: str) -> Checked:
    """A Chinese patent or application number, of 12 + 1 digits, or 8 + 1 before 2003-10.

    The value reads ZL201710601862.3 (ZL only if it was written). A number that passes may still
    have lapsed, one that fails may be miscopied: the sentence says so.
    """
    plain = compact(raw).replace("点", ".").replace("。", ".").replace(",", ".")
    if _PUBLICATION.fullmatch(plain):
        return wrong(
            "patent_no", plain, "这是公布号或公告号，不是专利号。请看证书上 ZL 开头的那串数字"
        )
    prefix = _PREFIX.match(plain)
    zl = "ZL" if prefix and prefix[1] in {"ZL", "CNZL"} else ""
    body = plain[prefix.end() :] if prefix else plain
    # 2018.3.0222333.8: people put dots where the parts of the number end.
    digits = re.fullmatch(r"(\d{12}|\d{8})([\dX])?", body.replace(".", ""))
    if not digits:
        return wrong(
            "patent_no", zl + body, "专利号应是 12 位数字加一位校验位，例如证书上 ZL 开头的那串"
        )
    return _checked(zl, digits[1], digits[2])


def _checked(zl: str, number: str, check: str | None) -> Checked:
    value = f"{zl}{number}" + (f".{check}" if check else "")
    if not is_patent_shaped(number):
        return wrong("patent_no", value, "专利号前面的年份或类别数字不对，请对照证书再看一眼")
    if check is None:
        return wrong("patent_no", value, "少了最后一位校验位(小数点后面那一位),请补上")
    if patent_check_char(number) != check:
        return wrong("patent_no", value, "专利号最后一位对不上，可能抄错了一位，请对照证书核对")
    return right("patent_no", value)


def is_patent_shaped(number: str) -> bool:
    """Whether 12 or 8 digits begin with a possible year and kind."""
    if len(number) == 12:
        return "2003" <= number[:4] <= "2099" and number[4] in "12389"
    return (number[:2] >= "85" or number[:2] <= "04") and number[2] in "12389"


def patent_check_char(number: str) -> str:
    """The check character, 0-9 or X, of a number of 12 or 8 digits."""
    weights = _NEW_WEIGHTS if len(number) == 12 else _OLD_WEIGHTS
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def check_trademark_no(raw: str) -> Checked:
    """A trademark registration number: five to nine digits, G before an international one."""
    plain = compact(raw)
    shape = _TRADEMARK.fullmatch(plain)
    if shape:
        return right("trademark_no", shape[1])
    digits = re.sub(r"\D", "", plain)
    return wrong(
        "trademark_no", digits or plain, "商标注册号一般是 7 到 8 位数字，请对照商标注册证核对"
    )
