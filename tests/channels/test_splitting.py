"""Long texts in pieces: nothing lost, nothing too long, no link and no character cut through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from channels.splitting import Measure, byte_length, split, utf16_length

MEASURES = {"bytes": byte_length, "utf16": utf16_length}
WORDS = some.text(alphabet="的是在有a1。，\n 😀🐼é", max_size=400)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(text=WORDS, limit=some.integers(8, 90))
def test_the_pieces_fit_and_hold_everything_but_blanks(
    measure: Measure, text: str, limit: int
) -> None:
    pieces = split(text, limit, measure)
    assert all(measure(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "whole",
    ["https://www.ipwq.cn/index?a=1&b=2", '<a href="weixin://bizmsgmenu?msgmenuid=x">同意</a>'],
)
@pytest.mark.parametrize("before", range(1, 40, 3))
def test_a_link_is_never_cut_through(whole: str, before: int) -> None:
    text = "话" * before + whole + "，后面还有话。" * 10
    pieces = split(text, 100, byte_length)
    assert sum(piece.count(whole) for piece in pieces) == 1


def test_a_cut_falls_at_the_end_of_a_sentence() -> None:
    text = "第一句说完了。" * 5 + "第二句，还没说完就到头了。"
    first, *_ = split(text, 120, byte_length)
    assert first.endswith("。")
