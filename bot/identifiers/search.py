"""Numbers inside free text, however they were typed or spoken. Every expression is bounded."""

import re
from collections.abc import Callable, Iterator

from bot.identifiers.checked import Checked, Found
from bot.identifiers.contact import check_email, check_phone
from bot.identifiers.papers import check_credit_code, check_id_no, is_id_shaped
from bot.identifiers.rights import check_patent_no, check_trademark_no, is_patent_shaped
from bot.identifiers.ticket import check_ticket_no
from bot.text import chinese_digits_to_ascii

_HALF_WIDTH = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_EDGE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_EMAIL = re.compile(
    r"(?<![\w.+\-])[A-Za-z0-9][\w.%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,24}",
    re.ASCII,
)
_TICKET = re.compile(rf"{_EDGE}HN[\s\-—_]?[0-9A-Z]{{4}}[\s\-—_]?[0-9A-Z]{{5}}{_END}", re.I)
_SPELT_TICKET = re.compile(rf"{_EDGE}H ?N(?:[ \-]{{0,3}}[0-9A-Z]){{9}}{_END}", re.I)
_EIGHTEEN = re.compile(
    rf"{_EDGE}(?:[0-9A-Z]{{6}}[ \-]?[0-9A-Z]{{4}}[ \-]?[0-9A-Z]{{4}}[ \-]?[0-9A-Z]{{4}}"
    rf"|[0-9A-Z]{{4}}(?:[ \-][0-9A-Z]{{4}}){{3}}[ \-][0-9A-Z]{{2}}){_END}",
    re.I,
)
# Without HN in front: only where its last character proves it.
_BARE_TICKET = re.compile(rf"{_EDGE}[0-9A-Z]{{4}}[\-—_][0-9A-Z]{{5}}{_END}", re.I)
_TICKET_TALK = re.compile(r"受理|编号|单号|案子|进度|HN", re.I)
_NINE = re.compile(rf"{_EDGE}[0-9A-Z]{{4}} ?[0-9A-Z]{{5}}{_END}", re.I)
# In parts of any length (430300-194812-100010): only where its last character proves it.
_EIGHTEEN_IN_PARTS = re.compile(rf"{_EDGE}(?:[0-9A-Z][ \-]?){{17}}[0-9A-Z]{_END}", re.I)
_PATENT_IN_PARTS = re.compile(
    rf"{_EDGE}(?:(?:Z ?L|CN)[ .:]?)?20(?:[ .\-]{{0,3}}\d){{10}}[ .]{{0,3}}[0-9X]{_END}", re.I
)
_SPOKEN_DOT = re.compile(r"(?<=[\d ])点(?=[ ]?[\dX叉零〇一二三四五六七八九幺])")
_SPOKEN_CHECK = re.compile(r"(?<=[\d ]\.)[叉零〇一二三四五六七八九幺]|(?<=\d)叉")
_CHECKS = dict(zip("叉零〇一二三四五六七八九幺", "X001234567891", strict=True))
_NEW_PATENT = re.compile(
    rf"{_EDGE}(?:(?:Z ?L|CN)[ .:]?)?(?:20\d{{2}}[ \-]?[0-9][ \-]?\d{{7}})"
    rf"(?:[ ]?[.点·。]?[ ]?[0-9X])?{_END}",
    re.I,
)
_OLD_PATENT = re.compile(
    rf"{_EDGE}(?:(?:ZL|CN)[ .:]?)?\d{{2}}[ \-]?\d[ \-]?\d{{5}}(?:[.点·]?[0-9X])?{_END}", re.I
)
_PUBLICATION = re.compile(rf"{_EDGE}CN[ ]?\d{{7,9}}[ ]?[ABCUSY]\d?{_END}", re.I)
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+?86|0086)[ \-]?)?1[ ]?[3-9](?:[ \-.,]?\d){9}(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[ \-—]{0,2}[2-9]\d{2,3}[ \-]?\d{4}"
    r"(?:[ ]?(?:转|分机|-){1,2}[ ]?\d{1,6})?(?!\d)"
)
_ODD_PHONE = re.compile(
    r"(?:电话|手机|联系方式)(?:号码?)?(?:是|为|:|:)?\s?(1\d{8,9}|1\d{11,12})(?!\d)"
)
_TRADEMARK = re.compile(
    r"(?:商标|注册|注册证)(?:注册)?(?:号码?|证)?(?:是|为|:|,|号)?\s?(第?\s?G?\d{5,9}[A-Z]?(?:号)?)(?![\d.])"
    r"|(第\s?G?\d{5,9}[A-Z]?\s?号)(?=.{0,6}商标)",
    re.I,
)
_PATENT_TALK = re.compile(r"专利|申请号|外观|实用新型|发明|证书")


def find_identifiers(text: str) -> list[Found]:
    """Every number in `text` in order of appearance, none overlapping.

    Offsets refer to `text`. Numbers that look right but fail their check come with valid=False.
    """
    plain = _spoken_checks(chinese_digits_to_ascii(text.translate(_HALF_WIDTH)))
    taken: list[Found] = []
    for find in _FINDERS:
        for found in find(plain):
            if all(found.end <= t.start or found.start >= t.end for t in taken):
                taken.append(found)
    return sorted(taken, key=lambda found: found.start)


def _spoken_checks(plain: str) -> str:
    """零点四 and 点叉 at the end of a number as .4 and .X; the length stays."""
    dotted = _SPOKEN_DOT.sub(".", plain)
    return _SPOKEN_CHECK.sub(lambda spoken: _CHECKS[spoken[0]], dotted)


def _found(checked: Checked, match: re.Match[str], group: int = 0) -> Found:
    return Found(checked.kind, checked.value, match.start(group), match.end(group), checked.valid)


def _with(
    pattern: re.Pattern[str], check: Callable[[str], Checked]
) -> Callable[[str], Iterator[Found]]:
    def find(plain: str) -> Iterator[Found]:
        for match in pattern.finditer(plain):
            group = next((n for n in range(1, len(match.groups()) + 1) if match[n]), 0)
            yield _found(check(match[group]), match, group)

    return find


def _bare_tickets(plain: str) -> Iterator[Found]:
    patterns = [_SPELT_TICKET, _BARE_TICKET]
    patterns += [_NINE] if _TICKET_TALK.search(plain) else []
    for pattern in patterns:
        for match in pattern.finditer(plain):
            checked = check_ticket_no(match[0])
            if checked.valid:
                yield _found(checked, match)


def _eighteen(plain: str) -> Iterator[Found]:
    """An identity card or a credit code: both have eighteen places."""
    for match in _EIGHTEEN.finditer(plain):
        card, code = check_id_no(match[0]), check_credit_code(match[0])
        if card.valid or (is_id_shaped(match[0]) and not code.valid):
            yield _found(card, match)
        elif code.valid or "信用代码" in plain or re.match(r"9[1-3]\d{6}", code.value):
            yield _found(code, match)


def _in_parts(plain: str) -> Iterator[Found]:
    for match in _EIGHTEEN_IN_PARTS.finditer(plain):
        for checked in (check_id_no(match[0]), check_credit_code(match[0])):
            if checked.valid:
                yield _found(checked, match)
    for match in _PATENT_IN_PARTS.finditer(plain):
        checked = check_patent_no(match[0])
        if checked.valid:
            yield _found(checked, match)


def _patents(plain: str) -> Iterator[Found]:
    for pattern in (_NEW_PATENT, _OLD_PATENT):
        for match in pattern.finditer(plain):
            checked = check_patent_no(match[0])
            if _is_patent(plain, match, checked, bare_enough=pattern is _NEW_PATENT):
                yield _found(checked, match)


def _is_patent(plain: str, match: re.Match[str], checked: Checked, *, bare_enough: bool) -> bool:
    if match[0].replace(" ", "")[:2].upper() in {"ZL", "CN"}:
        return True
    dotted = "." in checked.value and not match[0][-2].isdigit()
    if checked.valid:
        return dotted or bare_enough or _patent_talk(plain, match)
    shaped = is_patent_shaped(re.sub(r"\D", "", checked.value)[: 12 if bare_enough else 8])
    return shaped and ((dotted and bare_enough) or _patent_talk(plain, match))


def _patent_talk(plain: str, match: re.Match[str]) -> bool:
    before = _PATENT_TALK.search(plain, max(0, match.start() - 12), match.start())
    return bool(before or _PATENT_TALK.search(plain, match.end(), match.end() + 8))


def _odd_phones(plain: str) -> Iterator[Found]:
    for match in _ODD_PHONE.finditer(plain):
        yield _found(check_phone(match[1]), match, 1)


# Earlier ones win where two could claim the same digits.
_FINDERS: tuple[Callable[[str], Iterator[Found]], ...] = (
    _with(_EMAIL, check_email),
    _with(_TICKET, check_ticket_no),
    _bare_tickets,
    _eighteen,
    _with(_MOBILE, check_phone),
    _with(_LANDLINE, check_phone),
    _with(_PUBLICATION, check_patent_no),
    _with(_TRADEMARK, check_trademark_no),
    _in_parts,
    _patents,
    _odd_phones,
)
