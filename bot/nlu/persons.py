"""The names people introduce themselves with: 我叫王小明, 联系人李敏, 我姓王."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.nlu import lexicon
from bot.nlu.numbers import Reading

_TITLE = "先生|女士|小姐|老师"
_END = (
    r"(?=$|[^\u4e00-\u9fff]|电话|手机|号码|是|在|住|来自|想|要|的|今年|联系|家住|从|我|男|女"
    r"|身份|单位|公司|厂|请|咨询|有|做|专利|发明|开)"
)
_INTRODUCED = (
    r"(?:我叫做?|我的名字[是叫]|名字[是叫:]|姓名[是为:]?|联系人[是为:]?|经办人[是为:]?"
    r"|(?:^|[,，。 ])(?:名字|姓名)|发明人[是为:]|申请人[是为:]|请叫我|叫我)[ ]?"
)
_ODD = re.compile(r"[的了在是有个家人厂店员市县区户农]")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    surname = f"(?:{lexicon.surnames()})"
    given = r"[\u4e00-\u9fff]{1,2}?"  # as short as what follows allows: 李敏|想咨询
    return (
        re.compile(rf"{_INTRODUCED}({surname}(?:{_TITLE}|总|经理|{given})){_END}"),
        re.compile(rf"(?:我是|本人)[ ]?({surname}(?:{_TITLE}))"),
        re.compile(rf"(?:我是|本人)[ ]?({surname}{given})(?=$|[,，。.;；、 ]|电话|手机|联系)"),
        re.compile(rf"(?:我姓|免贵姓|本人姓)[ ]?({surname})"),
        re.compile(rf"^({surname}[\u4e00-\u9fff]{{1,2}})[,，、 ]?(?=[男女](?:$|[,，。 ]))"),
    )


def find_persons(text: str) -> Iterator[Reading]:
    """The speaker's or contact's name, each place once."""
    seen: set[int] = set()
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if match.start(1) not in seen and _is_name(match[1]):
                seen.add(match.start(1))
                yield Reading(match[1], *match.span(1))


def _is_name(name: str) -> bool:
    if len(name) == 1 or name.endswith(tuple(_TITLE.split("|"))):
        return True
    return not _ODD.search(name) and not any(
        name.startswith(word) for word in lexicon.name_words("not_names")
    )
