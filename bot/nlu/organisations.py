"""Named firms, shops and cooperatives; 一家厂 and 我们公司 are nobody's name."""

import re

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.nlu import lexicon
from bot.nlu.marks import mark
from bot.words import tokenizer

_KINDS = (
    "公司|加工厂|工厂|厂|合作社|商行|超市|集团|经营部|工作室|研究所|研究院|药店|书店|酒店|饭店|门店"
    "|专卖店|旗舰店|店|农场|茶场|茶行|商店|百货|协会|商会"
)
_NOBODY = (
    "网店|商店|饭店|酒店|书店|分店|总店|本店|小店|门店|旗舰店|专卖店|专营店|实体店|微店|旧店"
    "|药店|工厂|商会|协会|超市|农场|有限公司|专业合作社|股份公司|总公司|分公司|子公司|母公司"
)
_END = rf"^.{{0,10}}(?:{_KINDS})$"
_LONGEST = 28
# 那家店, 平江那家酱干厂, 四家石材厂, 开个公司, 全公司: pointed at, not named.
_POINTED_AT = re.compile(
    r"[那这有某哪每几两一二三四五六七八九十百\d](?:家|个|间|款|种)|我家?[厂店]|本[厂店]"
    r"|[办开有个]小?(?:[厂店]|公司)$|[前全黑](?:[厂店]|公司)$"
)
# Shops are called by everyday words (红太阳超市); of a firm that says only its trade.
_SHOP = re.compile(r"(?:商行|超市|药店|书店|酒店|饭店|集团|经营部|工作室)$")


@Language.factory("hotline_organisations")
class Organisations:
    """Adds spans for organisations: the matcher finds the kind, the name lies to its left."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._matcher = Matcher(nlp.vocab)
        self._matcher.add("org", [[{"TEXT": {"REGEX": _END}}]])

    def __call__(self, doc: Doc) -> Doc:
        for _, _, end in self._matcher(doc):
            start = _name_start(doc, end - 1)
            if _is_named(doc, start, end):
                first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
                mark(doc, "org", doc.text[first:last], first, last)
        return doc


def _name_start(doc: Doc, last: int) -> int:
    stops = lexicon.name_words("org_stop")
    start, length = last, len(doc[last])
    while start > 0 and length < _LONGEST:
        word = doc[start - 1].text
        if word in stops or not re.fullmatch(r"[\w()（）·&]+", word) or re.search(_END, word):
            break
        start, length = start - 1, length + len(word)
    return start


def _is_named(doc: Doc, start: int, end: int) -> bool:
    words = [token.text for token in doc[start:end]]
    whole = "".join(words)
    if words[-1] == "厂" and len(doc) > end and doc[end].text in {"家", "商", "区", "里"}:
        return False
    if whole.endswith("有限公司") and len(whole) > len("有限公司") + 1:
        return True
    pointed_at = start > 0 and doc[start - 1].text in lexicon.name_words("org_determiners")
    if pointed_at or _POINTED_AT.search(whole):
        return False
    return _has_name(words)


def _has_name(words: list[str]) -> bool:
    """Whether more than the kind and its trade is said: 红星食品厂, not 食品厂."""
    if words[-1] in _NOBODY.split("|") and len(words) == 1:
        return False
    kind = re.search(rf"(?:{_KINDS})$", words[-1])
    last = words[-1][: kind.start()] if kind else words[-1]
    generic = lexicon.name_words("org_generic")
    parts = [word for word in (*words[:-1], last) if word]
    named = [word for word in parts if word not in generic and not word.isdigit()]
    if len(named) != 1:
        return len(named) > 1
    union = words[-1].endswith(("协会", "商会")) and len(parts) > 1
    return union or bool(_SHOP.search(words[-1])) or not _is_everyday(named[0])


def _is_everyday(word: str) -> bool:
    """Whether jieba's dictionary has the word: then it is a trade, a thing or a place."""
    return bool(tokenizer().FREQ.get(word))
