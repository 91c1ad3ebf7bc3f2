"""Numbers people give are checked with their own arithmetic, and found however they are written."""

import random
import time

import pytest

from bot import identifiers as ids

PATENTS = {
    "201710601862.3": "201710601862.3",
    "ZL201710601862.3": "ZL201710601862.3",
    "zl 2017 1 0601862.3": "ZL201710601862.3",
    "ＺＬ２０１７１０６０１８６２．３": "ZL201710601862.3",
    "2017106018623": "201710601862.3",
    "专利号：ZL201710601862.3": "ZL201710601862.3",
    "201710601862点3": "201710601862.3",
    "CN201710601862.3": "201710601862.3",
    "95115608.X": "95115608.X",
    "95115608x": "95115608.X",
    "ZL97101765.4": "ZL97101765.4",
}


@pytest.mark.parametrize(("written", "value"), PATENTS.items())
def test_a_patent_number_is_valid_however_it_is_written(written: str, value: str) -> None:
    checked = ids.check_patent_no(written)
    assert (checked.valid, checked.value, checked.problem) == (True, value, None)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("201710601862.4", "抄错"),
        ("201710601862", "校验位"),
        ("97101765", "校验位"),
        ("CN107123456A", "公布号"),
        ("CN 209876543 U", "公告号"),
        ("201770601862.3", "年份或类别"),
        ("199910601862.3", "年份或类别"),
        ("12345", "12 位"),
        ("我没有", "12 位"),
    ],
)
def test_a_wrong_patent_number_says_what_is_wrong(written: str, why: str) -> None:
    checked = ids.check_patent_no(written)
    assert not checked.valid
    assert why in (checked.problem or "")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("13873112345", "13873112345"),
        ("+86 138-7311-2345", "13873112345"),
        ("８６１３８７３１１２３４５", "13873112345"),
        ("一三八七三一一二三四五", "13873112345"),
        ("幺三八七三幺幺二三四五", "13873112345"),
        ("0737-8821055", "0737-8821055"),
        ("（0731）88881234", "0731-88881234"),
        ("073188881234", "0731-88881234"),
        ("0731-88881234转801", "0731-88881234-801"),
        ("010-62083114", "010-62083114"),
        ("0579-85551234", "0579-85551234"),
    ],
)
def test_a_phone_is_read_however_it_is_written(written: str, value: str) -> None:
    checked = ids.check_phone(written)
    assert (checked.valid, checked.value) == (True, value)


@pytest.mark.parametrize("area", ids.contact.HUNAN_AREA_CODES)
def test_every_area_code_of_hunan_is_taken_with_seven_and_eight_digits(area: str) -> None:
    assert ids.check_phone(f"{area}-8821055").valid
    assert ids.check_phone(f"{area}-88210556").valid


@pytest.mark.parametrize("number", ["12330", "12315", "12345", "12390", "12348", "110", "96789"])
def test_a_hotline_is_nobodys_phone(number: str) -> None:
    checked = ids.check_phone(number)
    assert not checked.valid
    assert "热线" in (checked.problem or "")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("1387311234", "11 位"),
        ("12873112345", "第二位"),
        ("8821055", "区号"),
        ("0732-8821055", "区号"),
        ("0737-0821055", "开头"),
        ("不方便", "没认出"),
    ],
)
def test_a_wrong_phone_says_what_is_wrong(number: str, why: str) -> None:
    checked = ids.check_phone(number)
    assert not checked.valid
    assert why in (checked.problem or "")


@pytest.mark.parametrize(
    "code",
    ["91110000600037341L", "91110000101623741K", "91350100M000100Y43", "11430922MB0U9645XY",
     "9111 0000 6000 37341l"],
)  # fmt: skip
def test_real_credit_codes_pass(code: str) -> None:
    assert ids.check_credit_code(code).valid


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91350211M0000XUF46", "对照营业执照"),
        ("9111000060003734", "18 位"),
        ("9111OOOO600037341L", "是不是 0"),
    ],
)
def test_a_credit_code_that_fails_is_asked_again_not_refused(code: str, why: str) -> None:
    checked = ids.check_credit_code(code)
    assert not checked.valid
    assert why in (checked.problem or "")


def test_an_identity_card_is_checked() -> None:
    assert ids.check_id_no("11010519491231002x").value == "11010519491231002X"
    assert ids.check_id_no("11010519491231002X").valid
    assert not ids.check_id_no("110105194912310021").valid
    assert "出生日期" in (ids.check_id_no("11010519491331002X").problem or "")
    assert "18 位" in (ids.check_id_no("1101051949").problem or "")


def test_an_old_county_code_on_an_identity_card_is_fine() -> None:
    body = "43052119800101123"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    assert ids.check_id_no(body + "10X98765432"[total % 11]).valid


@pytest.mark.parametrize(
    "number", ["1234567", "第12345678号", "G1234567", "注册号：12345678", "12345A"]
)
def test_trademark_numbers_have_no_check_digit_but_a_shape(number: str) -> None:
    assert ids.check_trademark_no(number).valid


@pytest.mark.parametrize("number", ["123", "1234567890", "没有"])
def test_other_numbers_are_no_trademark_numbers(number: str) -> None:
    assert not ids.check_trademark_no(number).valid


@pytest.mark.parametrize("address", ["a.b+c@qq.com", "ABC@163.com", "ａbc@mail.gov.cn"])
def test_mailboxes_pass(address: str) -> None:
    assert ids.check_email(address).valid


@pytest.mark.parametrize("address", ["abc@", "@qq.com", "a b@qq.com", "a..b@qq.com", "a@b", "没有"])
def test_broken_mailboxes_do_not(address: str) -> None:
    assert not ids.check_email(address).valid


def _ticket(rng: random.Random) -> str:
    body = "".join(rng.choices(ids.TICKET_ALPHABET, k=8))
    return f"HN-{body[:4]}-{body[4:]}{ids.ticket_check_char(body)}"


def test_a_ticket_number_passes_in_any_writing() -> None:
    number = _ticket(random.Random(1))
    for written in (number, number.lower(), number.replace("-", " "), number[3:]):
        assert ids.check_ticket_no(written) == ids.Checked("ticket_no", number, True)


def test_every_single_slip_and_every_swap_in_a_ticket_number_is_noticed() -> None:
    plain = _ticket(random.Random(2)).replace("-", "")[2:]
    for place in range(9):
        for other in set(ids.TICKET_ALPHABET) - {plain[place]}:
            assert not ids.check_ticket_no(plain[:place] + other + plain[place + 1 :]).valid
    for place in range(7):
        one, two = plain[place : place + 2]
        swapped = plain[:place] + two + one + plain[place + 2 :]
        assert ids.check_ticket_no(swapped).valid is (one == two)


def test_a_ticket_number_has_no_look_alikes() -> None:
    assert not set("01ILO") & set(ids.TICKET_ALPHABET)
    with pytest.raises(ValueError, match="body"):
        ids.ticket_check_char("ABCDEFG0")


FOUND = [
    ("我的专利ZL 2017 1 0601862.3被仿", "patent_no", "ZL201710601862.3", True),
    ("专利号２０１７１０６０１８６２点3", "patent_no", "201710601862.3", True),
    ("2017106018623", "patent_no", "201710601862.3", True),
    ("老专利95115608.X还有效吗", "patent_no", "95115608.X", True),
    ("专利号201710601862", "patent_no", "201710601862", False),
    ("公告号CN209876543U", "patent_no", "CN209876543U", False),
    ("专利号ZL2017.1.0601862.3", "patent_no", "ZL201710601862.3", True),
    ("专利号二零一七一零六零一八六二点三", "patent_no", "201710601862.3", True),
    ("九五一一五六零八点叉,是发明专利", "patent_no", "95115608.X", True),
    ("z l 20171060 18623 外观", "patent_no", "ZL201710601862.3", True),
    ("二零一七 一 零六零一八六二 点三", "patent_no", "201710601862.3", True),
    ("身份证11010519491231002叉", "id_no", "11010519491231002X", True),
    ("公司代码91110000-600037341-L", "credit_code", "91110000600037341L", True),
    ("编号 H N - E Y Y Y - V J W G Q", "ticket_no", "HN-EYYY-VJWGQ", True),
    ("受理号EYYYVJWGQ", "ticket_no", "HN-EYYY-VJWGQ", True),
    ("打138.7311.2345", "phone", "13873112345", True),
    ("座机0731-82220000-9", "phone", "0731-82220000-9", True),
    ("0731 82220000转分机16", "phone", "0731-82220000-16", True),
    ("电话一三八七三一一二三四五", "phone", "13873112345", True),
    ("打138 7311 2345", "phone", "13873112345", True),
    ("座机0737-8821055", "phone", "0737-8821055", True),
    ("手机号1387311234", "phone", "1387311234", False),
    ("商标第1234567号", "trademark_no", "1234567", True),
    ("注册号是12345678的商标", "trademark_no", "12345678", True),
    ("国际商标注册号G1234567", "trademark_no", "G1234567", True),
    ("代码91110000600037341L", "credit_code", "91110000600037341L", True),
    ("身份证11010519491231002X", "id_no", "11010519491231002X", True),
    ("邮箱abc@163.com联系", "email", "abc@163.com", True),
]


@pytest.mark.parametrize(("said", "kind", "value", "valid"), FOUND)
def test_a_number_is_found_in_what_people_say(
    said: str, kind: str, value: str, valid: bool
) -> None:
    assert [(f.kind, f.value, f.valid) for f in ids.find_identifiers(said)] == [
        (kind, value, valid)
    ]


def test_several_numbers_in_one_message_are_all_found() -> None:
    ticket = _ticket(random.Random(3))
    said = f"查{ticket}，电话13873112345，邮箱a@b.cn"
    found = ids.find_identifiers(said)
    assert [f.kind for f in found] == ["ticket_no", "phone", "email"]
    assert [said[f.start : f.end] for f in found] == [ticket, "13873112345", "a@b.cn"]


@pytest.mark.parametrize(
    "said",
    ["订单号2024102712345", "销量20000件", "打12330没人接", "2026年3月5日", "第35类商标", "1688"],
)
def test_other_numbers_are_left_alone(said: str) -> None:
    assert ids.find_identifiers(said) == []


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "20171", "a@", "ZL20 ", "第", "A1B2C3", "一", "商标注册号", "0731-", "电话1"],
)
def test_two_thousand_hostile_characters_take_milliseconds(piece: str) -> None:
    said = (piece * 2000)[:2000]
    begun = time.perf_counter()
    ids.find_identifiers(said)
    assert time.perf_counter() - begun < 0.1
