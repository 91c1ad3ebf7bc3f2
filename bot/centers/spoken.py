"""Whether the words around a place's name speak of the place. Pure."""

import re
from bisect import bisect_right

from bot.words import tokenizer

# Around an everyday word (通道, 会同, 东安) these make it a place.
_BEFORE = re.compile(
    r"(?:^|[,，。.;；:：!！?？、\s(（【「\"'“‘]|在|到|去|从|是|住|这|把|被|屋里|来自|位于|我们?|他们?|湖南省?|他|她|和|与|跟|及|给|由|归|往)$"
)
_AFTER = re.compile(
    r"$|[,，。.;；:：!！?？、\s)）】」\"'”’/]|这边|这里|那边|那里|有|的|人|一|当地|本地|城|农|卖|做的|开|产|某|县|乡下"
    r"|市场|也|和|跟|与|同|边上|沱江|古城|是|不是|被|冇|没|等|[\u4e00-\u9fff]{1,3}(?:镇|乡|村|街道)|镇|侗族|苗族|瑶族|土家族|交界|[\u4e00-\u9fff]{1,5}(?:厂|户|园区|合作社|基地)|做|种|养|搞|打|办|包|摆|烧|酿|编|织|开了|两|几|厂|公司|老家|呢|吗|吧|啊|哪|注册|侵|仿|冒|发现|买|看到|出|还|都|这|那|归|该|找"
)
# 「是祁阳不是祁东」「别搞成冷水江」「系统写成了湘乡」: named only to say that it is not meant.
_DENIED = re.compile(
    r"(?:不是(?:[^,，。]{0,4}那个)?|不在|(?:别|莫|不要)(?:搞|写|弄|当|看|认|填)(?:成|作|到|错成)?"
    r"|(?:写|转|读|听|识别|填)成了?|(?:原来|之前|上次|以前)(?:写|填|报)的?(?:是|了)?)(?:湖南)?$"
)
# A title is not where anything happened: 《湘西往事》.
_TITLE = re.compile(r"《[^《》]{1,40}》")
_OFFICIAL = ("省", "市", "县", "区", "州")


def is_denied(text: str, start: int) -> bool:
    """Whether the name at `start` is named only to say that it is not meant."""
    return _DENIED.search(text[max(0, start - 10) : start]) is not None


def begins_a_place(text: str, start: int) -> bool:
    """Whether what stands before an everyday word (通道, 会同) makes it a place."""
    return _BEFORE.search(text[max(0, start - 4) : start]) is not None


def goes_on_as_a_place(text: str, end: int) -> bool:
    """Whether what stands after an everyday word makes it a place."""
    return _AFTER.match(text, end) is not None


class Words:
    """A text, where its words begin and its titles stand; cut only when somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._titles = [found.span() for found in _TITLE.finditer(text)]

    def in_title(self, start: int, end: int) -> bool:
        """Whether the name stands in the title of a work."""
        return any(begins < start and end < ends for begins, ends in self._titles)

    def cut_in_two(self, start: int, end: int) -> bool:
        """Whether the name is only scraps of two words: 投资|兴趣 is not 资兴, 常|宁愿 not 常宁."""
        starts = self._cut()
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end - 1) - 1
        if first == last:
            return False
        begins = starts[first]
        stops = starts[last + 1] if last + 1 < len(starts) else len(self.text)
        if stops == end or stops - starts[last] < 2:
            return False
        official = self.text[start : end + 1].endswith(_OFFICIAL)  # 道|县里, 临|礼县
        return begins < start or not (official or self.text[start:end].endswith(_OFFICIAL))

    def _cut(self) -> list[int]:
        if self._starts is None:
            self._starts = [at for _, at, _ in tokenizer().tokenize(self.text, HMM=False)]
        return self._starts
