"""Sums of money and dates in everyday words, as plain values. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

_CN = "零〇一二两三四五六七八九十百千"
_UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_DIGIT = {
    c: n
    for n, row in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for c in row
}
# 3万件, 5万粉: a count, not a sum.
_COUNTED = re.compile(
    r"[ ]?多?(?:[单件个人户条双台套瓶包箱次张份亩斤吨只粉米字家名本首里平年岁分]"
    r"|播放|点赞|销量|公里|火急|分之)"
)
_AMOUNT = re.compile(
    rf"(?<![\d.第{_CN}几数])(?P<sign>[¥￥])?"
    rf"(?P<num>\d{{1,12}}(?:,\d{{3}}){{0,3}}(?:\.\d{{1,2}})?|[{_CN}]{{1,8}}(?:点[{_CN}]{{1,2}})?)"
    rf"(?P<unit>百万|千万|十万|[万亿千百kw](?![a-z]))?(?P<rest>[{_CN}\d]{{0,5}})?"
    rf"[ ]?(?P<more>多|左右|来|余)?(?P<yuan>人民币|块钱|元钱|块|元|圆|rmb|RMB|大洋)?",
    re.I,
)
# 一双一百九十九: what one piece costs, though no 块 is said.
_PER_PIECE = re.compile(r"一(?:双|件|瓶|盒|斤|套|条|本|包|张|只|台|箱)(?:卖|要|才|只|喊)?$")
# 赔八千, 扣了我三千: money, though no unit is said; only of hundreds and thousands in words.
_PAID = re.compile(
    r"(?:赔偿?|退|扣|罚款?|花|欠|亏|付|赚|喊价?)(?:[了我他她你们到]|起码|至少|大概){0,3}$"
)
_ROUND = re.compile(r"[百千]")
_TENTH = re.compile(  # 九块九, but 15块一瓶 and 十块三斤
    r"[二三四五六七八九2-9](?![\d百千十万年月个单件条双台套瓶包箱次张份斤只本袋盒])|[一1](?=$|[,，。])"
)
_YEAR = r"(?P<y>(?:19|20)\d{2}|[零〇一二三四五六七八九]{4})"
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_ABSOLUTE = (
    re.compile(rf"(?<![\d]){_YEAR}年(?:(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号]?)?)?"),
    re.compile(
        r"(?<![\d.\-])(?P<y>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d.\-])"
    ),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-/](?P<m>0?[1-9]|1[0-2])(?![\d\-/])"),
    re.compile(
        rf"(?<![\d零〇一二三四五六七八九])(?P<y>[012]\d)年(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号])?"
    ),
)
_WHEN = r"(?:初|底|末|上旬|中旬|下旬|上午|下午|晚上|早上|中午|凌晨)?"
_SPOKEN = re.compile(
    rf"(?:今年|去年|前年|大前年|明年|上个?月|这个?月|本月|下个?月)(?:{_N}月(?:份)?)?(?:{_N}[日号])?{_WHEN}"
    rf"|{_N}月(?:份)?{_N}[日号]|{_N}月份|大?[昨前]天{_WHEN}|今天{_WHEN}|今早|昨晚|今晚|明天{_WHEN}|后天"
    r"|(?:上上|上|这|本|下)(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:周|星期|礼拜)[一二三四五六日天]"
    rf"|(?:{_N}|半|几|两)个?(?:天|周|星期|礼拜|月|年|小时)(?:之?前|以前)|前几天|前段时间|前阵子|去年底"
    r"|春节|国庆节?|元旦|五一期间|双十一|(?<!\d)双11(?!\d)"
    r"|(?<![\d\- ])618(?![\d\- ])|月初|月底|年初|年底"
)


@dataclass(frozen=True)
class Reading:
    """A value found at [start, end)."""

    value: str
    start: int
    end: int


def find_amounts(text: str) -> Iterator[Reading]:
    """Sums in yuan as plain number strings: 3万 → 30000, 三万五 → 35000."""
    for match in _AMOUNT.finditer(text):
        scaled = match["unit"] in {"万", "亿", "百万", "千万", "十万", "w", "W"} or "万" in match[0]
        spoken_unit = match["yuan"] or match["sign"]
        scaled = scaled or _is_price(text[: match.start()], match)
        if not spoken_unit and not scaled:
            continue
        if not spoken_unit and _COUNTED.match(text, match.end()):
            continue
        if match["num"] in {"一", "十", "百", "千"} and match["yuan"] == "块":
            continue
        value = to_number(match["num"], match["unit"] or "", match["rest"] or "")
        if value is not None:
            yield _with_tenth(Reading(value, match.start(), match.end()), text)


def _is_price(before: str, match: re.Match[str]) -> bool:
    if _PER_PIECE.search(before[-6:]):
        return True
    said = match["num"] + (match["unit"] or "")
    return bool(_ROUND.search(said) and _PAID.search(before[-8:]))


def _with_tenth(sum_: Reading, text: str) -> Reading:
    """九块九 is 9.9: what follows 块 are tenths."""
    tenth = _TENTH.match(text, sum_.end) if text[sum_.end - 1] == "块" else None
    if tenth is None or "." in sum_.value:
        return sum_
    digit = _DIGIT.get(tenth[0], tenth[0])
    return Reading(f"{sum_.value}.{digit}", sum_.start, tenth.end())


def to_number(number: str, unit: str = "", rest: str = "") -> str | None:
    """`number` × `unit` with a spoken remainder (三 万 五 is 35000) as a plain string."""
    base = _plain(number)
    if base is None:
        return None
    factor = 1
    for char in unit.lower():
        factor *= _UNITS[char]
    total = base * factor
    if rest:
        tail = _plain(rest)
        if tail is None:
            return None
        total += tail * (factor // 10) if len(rest) == 1 and factor > 1 else tail
    return format(total.normalize(), "f")


def _plain(number: str) -> Decimal | None:
    digits = number.replace(",", "")
    try:
        return Decimal(digits) if re.fullmatch(r"[\d.]+", digits) else _chinese(number)
    except (InvalidOperation, ValueError):
        return None


def _chinese(number: str) -> Decimal:
    import cn2an

    small = re.fullmatch(r"(.*)([百千])([一二三四五六七八九])", number)
    if small:
        number += {"百": "十", "千": "百"}[small[2]]
    return Decimal(str(cn2an.cn2an(number.replace("〇", "零"), "smart")))


def find_dates(text: str) -> Iterator[Reading]:
    """Dates: ISO where year (and month, day) are said, the words themselves where not."""
    taken: list[tuple[int, int]] = []
    for pattern in (*_ABSOLUTE, _SPOKEN):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            value = match[0] if pattern is _SPOKEN else _iso(match)
            if value:
                taken.append(match.span())
                yield Reading(value, *match.span())


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year = "".join(str(_DIGIT.get(char, char)) for char in parts["y"])
    year = f"20{year}" if len(year) == 2 else year
    month, day = (_small(parts.get(key)) for key in ("m", "d"))
    try:
        date(int(year), month or 1, day or 1)
    except ValueError:
        return None
    return year + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def _small(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGIT.get(tens, 1) if ten else 0) * 10 + _DIGIT.get(ones, 0)
