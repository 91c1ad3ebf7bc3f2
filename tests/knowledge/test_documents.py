"""Ten thousand texts read at once have the features that each has when it is read alone."""

from bot import settings
from bot.knowledge import files
from bot.knowledge.documents import Documents

WORDS = files.load_words(settings.load().knowledge_dir)
TEXTS = [
    "举报要什么证据", "要多久要多久要多久", "pdd上有人卖仿我商标的货", "", "。。", "😀a😀a", "商",
    "專利被別人仿了怎麼辦", "侵全怎么投拆", "ＱＱ号１２３", "他在高桥大市场卖假酒，可以匿名吗？",
]  # fmt: skip


def read(documents: Documents) -> list[dict[str, float]]:
    names = list(documents.numbers)
    rows = documents.of(TEXTS)
    return [
        {names[at]: count for at, count in zip(row.indices, row.data, strict=True)} for row in rows
    ]


def test_texts_read_together_are_read_as_alone() -> None:
    for text, found in zip(TEXTS, read(Documents(WORDS).also(TEXTS)), strict=True):
        assert found == dict(WORDS.features(text)), text


def test_texts_read_later_stand_beside_the_earlier_ones() -> None:
    first = Documents(WORDS).also(TEXTS[:4])
    later = first.also(TEXTS)
    assert later.also(TEXTS) is later
    assert read(later) == read(Documents(WORDS).also(TEXTS))
    assert list(first.rows) == TEXTS[:4]


def test_texts_no_longer_wanted_are_let_go() -> None:
    documents = Documents(WORDS).also(TEXTS).only(TEXTS[:2])
    assert list(documents.rows) == TEXTS[:2]
    assert documents.of(TEXTS[:2]).shape[0] == 2
