"""What a person typed is made safe, comparable and fit to be shown."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import text

CHINESE = st.text(alphabet="我的专利被侵权了專利，。！？ １２a/\u200b\u202e\n", max_size=60)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("你\u200b好\u202e", "你好"),
        ("一\x00二\x07三", "一二三"),
        ("坏\ud800字", "坏字"),
        ("表情\ud83d\ude00", "表情😀"),
        ("第一行\r\n第二行\u2028第三行", "第一行\n第二行\n第三行"),
        ("列\t列", "列 列"),
        ("e\u0301", "é"),
        ("看不见\u3164\u2060\ufeff", "看不见"),
    ],
)
def test_invisible_and_broken_characters_are_gone(raw: str, kept: str) -> None:
    assert text.clean(raw) == kept


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("  專利被侵權  ", "专利被侵权"),
        ("著作權", "著作权"),
        ("ＺＬ２０１７", "ZL2017"),
        ("救命！！！！！", "救命!"),
        ("哈哈哈哈哈哈", "哈哈哈"),
        ("一  二\n\n三", "一 二 三"),
        ("13800000000", "13800000000"),
        ("一三八零零零零零零零零", "一三八零零零零零零零零"),
        ("HN-AAAA-AAAAA", "HN-AAAA-AAAAA"),
    ],
)
def test_understanding_reads_one_plain_form(raw: str, read: str) -> None:
    assert text.normalize(raw) == read


@given(CHINESE)
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    once = text.normalize(raw)
    assert text.normalize(once) == once


@given(st.text(max_size=200))
def test_cleaned_text_can_always_be_stored(raw: str) -> None:
    cleaned = text.clean(raw)
    assert "\x00" not in cleaned
    assert unicodedata.is_normalized("NFC", text.clean(cleaned))
    cleaned.encode("utf-8")


@given(st.text(max_size=80))
def test_offsets_of_folded_text_lie_in_the_original(raw: str) -> None:
    folded = text.fold(raw)
    assert len(folded.starts) == len(folded.text) + 1
    assert list(folded.starts) == sorted(folded.starts)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(raw)


def test_a_span_found_in_folded_text_is_cut_from_the_original() -> None:
    raw = "我的\u200b專利在長沙"
    folded = text.fold(raw)
    at = folded.text.index("长沙")
    assert raw[slice(*folded.span(at, at + 2))] == "長沙"


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("一三八七三一一二三四五", "13873112345"),
        ("幺三八 七三一一 二三四五", "138 7311 2345"),
        ("零七三一八八八八一二三四", "073188881234"),
        ("一家厂", "一家厂"),
        ("三四五天", "三四五天"),
    ],
)
def test_only_runs_of_spoken_digits_become_a_number(spoken: str, written: str) -> None:
    assert text.chinese_digits_to_ascii(spoken) == written


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("电话13800008000", "电话138****8000"),
        ("电话138 0000 8000", "电话138****8000"),
        ("打１３８００００８０００", "打１３８****８０００"),
        ("身份证11010519491231002X", "身份证1101************2X"),
        ("邮箱abc.d@qq.com", "邮箱a***@qq.com"),
        ("卡号6222021234567890123", "卡号***************0123"),
        ("专利ZL201710601862.3", "专利ZL201710601862.3"),
        ("我要投诉", "我要投诉"),
    ],
)
def test_logs_show_no_full_phone_paper_or_mailbox(raw: str, shown: str) -> None:
    assert text.mask(raw) == shown


@pytest.mark.parametrize("raw", ["0737-8821055", "一三八零零零零八零零零", "(0731)88881234"])
def test_phones_of_every_writing_are_masked(raw: str) -> None:
    assert "****" in text.mask(raw)


@pytest.mark.parametrize(
    "raw", ["/restart", "／restart", " \u200b/ /／restart", "\ufeff//restart", "/\u202e/restart"]
)
def test_no_typed_slash_reaches_rasa_as_a_command(raw: str) -> None:
    assert text.neutralise_command(raw) == "restart"


@given(st.text(alphabet="/／\u200b \tab", max_size=20))
def test_nothing_neutralised_begins_with_a_slash_of_any_width(raw: str) -> None:
    plain = text.neutralise_command(raw)
    assert not unicodedata.normalize("NFKC", plain).strip().startswith("/")


@given(st.text(max_size=60), st.integers(min_value=0, max_value=80))
def test_a_cut_text_fits_its_bytes(raw: str, limit: int) -> None:
    raw = text.clean(raw)
    assert len(text.truncate_bytes(raw, limit).encode()) <= limit


def test_a_cut_text_says_that_it_was_cut() -> None:
    assert text.truncate_bytes("维权援助中心", 12) == "维权援…"
    assert text.truncate_bytes("维权", 12) == "维权"


@pytest.mark.parametrize("piece", ["1 ", "一", "a@", "／", "！", "哈", "0731-"])
def test_hostile_length_costs_milliseconds(piece: str) -> None:
    long = (piece * 2000)[:2000]
    begun = time.perf_counter()
    text.mask(long), text.normalize(long), text.neutralise_command(long)
    assert time.perf_counter() - begun < 0.2
