"""Whose place is it: the speaker's, or where the wrong is done? Read from the words around it."""

import re

from bot.centers.place import Place

APPLICANT, INFRINGEMENT = "applicant", "infringement"

_SENTENCE = re.compile(r"[。;；!！?？\n]")
_CLAUSE = re.compile(r"[,，、]|但是?|可是|结果|却|而|不过")
_OTHERS = (
    r"他们?|她们?|它|对方|人家|别人|别个|有人|有家|有个|那家|那边|那个|这家|商家|卖家|对手|竞争|同行|侵权|侵犯|被告"
    r"|被请求人|被投诉|被举报|举报|投诉|检举|查处|仿冒|仿制|山寨|盗版|盗用|假冒|冒充|冒用|抄袭|假货|假药|厂家|店家|发现|前员工|跳槽|被"
)
_SELF = (
    r"我们?的?|我哋|咱们?|俺们?|本人|本公司|本厂|本店|我司|我厂|我公司|我店|自己|自家|申请人|权利人"
    r"|户籍|老家|家住|人在|本地|厂址|总部|(?<!对方)(?:公司|工厂)(?:在|注册)"
)
# 抄我的人, 告我们的公司: theirs, though "my" is in it.
_WRONGDOER = r"(?:抄|仿|偷|盗|冒|告|举报|投诉)我们?的(?:人|厂|店|公司|那个|那家)"
_MARK = re.compile(rf"(?P<other>{_WRONGDOER}|{_OTHERS})|(?P<self>{_SELF})")
# Somebody is wronged in it: a bare list of places (「长沙到株洲」) is no story.
_STORY = re.compile(
    r"仿|抄|冒|盗|侵|山寨|假|偷|挖|扒|抢注|抢先|告我|起诉|投诉|举报|贴牌|拆除|用我|用了|用咗|搬|照着|照做|开模|翻模|挂我|挂牌|贴我|印桌|拿去|乱用|擅自|扩繁|改成|我们的?商标|我家?商标|抄走|泄|带走|不认账"
)
# Right before a place: the speaker's own.
_SELF_PLACE = re.compile(
    r"(?:我|我们|本人|公司|厂|厂址|总部|注册地?|我司|单位|家|老家|住|人|作坊|店|合作社)(?:都|就|是|在|位于|设在|注册在|开在|:)*$"
)
_SEEN_AT = re.compile(r"(?:在|到|去|从|逛)$")
_SEES = re.compile(r".{0,12}?(?:看到|看见|发现|买到|买了|买的|进的|遇到|碰到|撞见|逛|见到|有人|被)")
_WRONGS = re.compile(
    r"仿|抄|冒|盗|侵|山寨|假货|卖假|假的|假酒|假烟|造假|卖.{0,6}(?:一模一样|我|同款)|有人|用我|偷"
)
_WISHES = re.compile(
    r"想|需要|要申|申请|咨询|求助|请你们|帮忙|帮我|怎么|的?(?:专利|商标|牌子|版权|产品)?被|收到|遇到"
)
# 韶关那边有人, 武陵源一家民宿, 江西上栗一个厂子: right after a place, somebody else's.
_SOMEBODY = re.compile(
    r"[^的,，。\W]{0,3}(?:(?:那边|那头|那里)?有(?:人|家|个|厂|店|些)|那(?:家|个|边|头))"
)
_SOME_FIRM = re.compile(r"[^的,，。\W]{0,3}[一某两几](?:家|个)(?!人)")
# 货在泰国被海关扣了, 在德国参展: the trouble is there.
_ABROAD = re.compile(r"(?:那边)?(?:参展|展会|被(?:海关|扣|查|起诉|告|当地))")
# Asked for a unit, not told of a wrong.
_ASKED = re.compile(r"归哪|哪个中心|在哪|怎么联系|电话|还是")
_FROM = re.compile(
    r"(?:这边|那边|市|县)?(?:的|人|本地的?)(?:[,，。!！\s]|$|企业|公司|个体|农户|发明人|老板|权利人|花农|果农)"
    r"|这边[,，]|来的权利人"
)


def roles_of(text: str, places: list[Place]) -> list[str | None]:
    """One of applicant, infringement, None for each of `places`, which lie in `text` in order.

    A place named again keeps its role. Of two places of one story, one is the speaker's and one is
    where the wrong is done: where the words give only one of them away, or the same for both, the
    other has what is left.
    """
    named: list[Place] = []
    group = []
    for place in places:
        same = next((i for i, other in enumerate(named) if place.sense == other.sense), len(named))
        named += [place] if same == len(named) else []
        group.append(same)
    nexts = [*(place.start for place in places[1:]), len(text)][: len(places)]
    read: list[str | None] = [None] * len(named)
    for place, of, end in zip(places, group, nexts, strict=True):
        read[of] = read[of] or _role(text, place, end)
    told = _STORY.search(text) or (any(read) and not _ASKED.search(text))
    if len(named) == 2 and told:
        read = _shared_out(text, named, read)
    return [read[of] for of in group]


def _shared_out(text: str, places: list[Place], roles: list[str | None]) -> list[str | None]:
    first, second = roles
    if first and second and first != second:
        return roles
    if first != second:
        known = first or second
        left = INFRINGEMENT if known == APPLICANT else APPLICANT
        return [first or left, second or left]
    before = text[: places[0].start]
    own = _SELF_PLACE.search(before) or _last_mark(before) != INFRINGEMENT
    if first == INFRINGEMENT and own:
        return [APPLICANT, INFRINGEMENT]
    return [APPLICANT, INFRINGEMENT] if first == APPLICANT else roles


def _role(text: str, place: Place, next_place: int) -> str | None:
    before = _part_before(text, place.start)
    if _SOMEBODY.match(text, place.end) or _ABROAD.match(text, place.end):
        return INFRINGEMENT
    after = _SENTENCE.split(text[place.end :], maxsplit=1)[0]
    clause = _CLAUSE.split(before)[-1]
    nearest = _last_mark(clause)
    sees = _SEES.match(_to_next(text[place.end : next_place]))
    if nearest == APPLICANT and _SEEN_AT.search(before) and sees:
        return INFRINGEMENT
    if nearest:
        return nearest
    own = _from_what_follows(after)
    if own != APPLICANT and _SOME_FIRM.match(text, place.end):
        return INFRINGEMENT
    return own or (None if clause.strip() else _last_mark(before))


def _part_before(text: str, start: int) -> str:
    return _SENTENCE.split(text[:start])[-1]


def _last_mark(words: str) -> str | None:
    marks = list(_MARK.finditer(words))
    if not marks:
        return None
    return INFRINGEMENT if marks[-1]["other"] else APPLICANT


def _to_next(after: str) -> str:
    return _CLAUSE.split(after, maxsplit=1)[0]


def _from_what_follows(after: str) -> str | None:
    if _FROM.match(after):
        return APPLICANT
    wrong, wish = _WRONGS.search(after), _WISHES.search(after)
    if wrong and (not wish or wrong.start() < wish.start()):
        return INFRINGEMENT
    return APPLICANT if wish and wish.start() < 20 else None
