"""Slips of input methods and dictation are put right; correct words stay as they are."""

from pathlib import Path

import pytest

from bot import homophones
from bot.errors import BadData
from bot.homophones import repaired


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("侵全怎么举报", "侵权怎么举报"),
        ("我要举抱假冒商表", "我要举报假冒商标"),
        ("专力被人抄袭了,亲权了", "专利被人抄袭了,侵权了"),
        ("被投拆了", "被投诉了"),
        ("著做权被盗", "著作权被盗"),
        ("商业秘蜜的老员工", "商业秘密的老员工"),
        ("收到律师含", "收到律师函"),
        ("想申请维权元助", "想申请维权援助"),
    ],
)
def test_a_misheard_domain_word_is_put_right(written: str, meant: str) -> None:
    assert repaired(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "权力和权利不是一回事",
        "他的智商表现不错",
        "公正与公证",
        "排版全一样",
        "我要请全程陪同的翻译",
        "专利商标版权举报投诉维权援助",
        "今天天气怎么样",
        "",
    ],
)
def test_a_correct_word_never_changes(text: str) -> None:
    assert repaired(text) == text


def test_repairing_keeps_every_place() -> None:
    text = "湘潭那个商表被盗用的案件近度查一下13873112345"
    assert len(repaired(text)) == len(text)
    assert repaired(text).endswith("13873112345")


def test_repairing_twice_changes_nothing_more() -> None:
    once = repaired("我专力被人侵全了,帮我维全")
    assert repaired(once) == once


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("slips: {}", "no 'words'"),
        ("words: 侵权\nslips: {侵权: [亲全了]}", "not as long"),
        ("words: 侵权 亲权", "sound alike"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, content: str, what: str) -> None:
    path = tmp_path / "repair.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=what):
        homophones.read(path)
