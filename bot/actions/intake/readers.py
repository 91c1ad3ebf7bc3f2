"""How the answer to each question is read: a value, a named problem, or nothing.

A problem is explained once; where a wrong value is itself evidence (a number printed on a package)
the second try is kept, marked as unverified.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import identifiers
from bot.actions.intake.heard import Heard
from bot.actions.intake.values import NOT_ASKED, UNKNOWN, WITHHELD
from bot.centers.place import Region
from bot.centers.regions import Gazetteer

_UNKNOWN = re.compile(
    r"^(我?(也|还|真|都)?(不知道|不清楚|不晓得|不大清楚|不太清楚|没得|冇得|没有|暂无|无|忘了|不记得|"
    r"说不清|不确定|不懂|查不到|没注意|没有号|不会)(了|呢|啊|哦|噻|咧|他是谁|在哪|哪里)?|跳过|略过?|下一[个题步项]?)$"
)
_WITHHELD = re.compile(
    r"(不想(说|讲|填|留|告诉|提供|透露)|不(方便|愿意?|便)(说|讲|填|留|提供|透露)?|保密|不留(了)?|匿名)"
)
_PUNCTUATION = "。,.!！?？;；、 ~～…"
_LEAD = re.compile(
    r"^(我?(叫|是|姓名是|名字是|名字叫|的名字是)|联系人(是)?|对方(是|叫)?|就?是|被告是)"
)
_ONLINE = re.compile(r"(网上|网店|线上|全国|各地|到处|直播间|平台上|不固定)")


@dataclass(frozen=True)
class Reading:
    """What an answer came to.

    Args:
        value: for the slot, or `None`.
        problem: the name of the response that explains why it cannot be taken.
        details: for that response.
        keep: the value to keep, marked as unverified, when the person says it again.
    """

    value: Any = None
    problem: str | None = None
    details: tuple[tuple[str, str], ...] = ()
    keep: Any = None


NOTHING = Reading()


def mark_of(text: str) -> str | None:
    """「不知道」「不想说」 as a mark, or `None` when it is an answer."""
    bare = text.strip().strip(_PUNCTUATION)
    if len(bare) <= 14 and _UNKNOWN.match(bare):
        return UNKNOWN
    if len(bare) <= 14 and _WITHHELD.search(bare):
        return WITHHELD
    return None


def region_value(region: Region) -> dict[str, Any]:
    """A region as slots and tickets hold it."""
    value: dict[str, Any] = {
        "prefecture": region.prefecture,
        "county": region.county,
        "outside": region.outside,
    }
    if region.also:
        value["more"] = [region_value(other) for other in region.also]
    return value


def read(slot: str, heard: Heard, gazetteer: Gazetteer) -> Reading:
    """Read the answer to the question of `slot`."""
    reader = _READERS.get(slot)
    return reader(heard, gazetteer) if reader else NOTHING


def _region(heard: Heard, gazetteer: Gazetteer) -> Reading:
    region = gazetteer.resolve(heard.text)
    if region.ambiguous:
        names = tuple(
            f"{one.prefecture or ''}{one.county or ''}" or str(one.outside or "")
            for one in region.ambiguous
        )
        places = "、".join(dict.fromkeys(names))
        return Reading(problem="utter_which_place", details=(("places", places),))
    if region.prefecture or region.outside:
        return Reading(value=region_value(region))
    if _ONLINE.search(heard.text) and len(heard.text) <= 30:
        return Reading(value=UNKNOWN)
    return NOTHING


def _phone(heard: Heard, _: Gazetteer) -> Reading:
    found = heard.first("phone")
    if found:
        return Reading(value=found)
    if not re.search(r"[\d０-９一二三四五六七八九幺〇零]{5,}", heard.text.replace(" ", "")):
        return NOTHING
    checked = identifiers.check_phone(heard.text)
    if checked.valid:
        return Reading(value=checked.value)
    details = (("problem", checked.problem or "位数不对"),)
    return Reading(problem="utter_phone_wrong", details=details)


def _right_no(heard: Heard, _: Gazetteer) -> Reading:
    text = heard.text
    if not re.search(r"[0-9０-９]{4,}|登字", text):
        return NOTHING
    if heard.first("phone") and not heard.first("patent_no"):
        return NOTHING
    if heard.first("trademark_no") and not heard.first("patent_no"):
        return Reading(value={"value": heard.first("trademark_no"), "valid": True})
    digits = re.sub(r"\D", "", text)
    looks_patent = len(digits) in {8, 9, 12, 13} or "ZL" in text.upper()
    if looks_patent and not re.search(r"商标|注册号|登字", text):
        checked = identifiers.check_patent_no(heard.first("patent_no") or _bare_number(text))
        if checked.valid:
            return Reading(value={"value": checked.value, "valid": True})
        if len(digits) != 8:
            kept = {"value": checked.value, "valid": False}
            details = (("problem", checked.problem or "校验位对不上"),)
            return Reading(problem="utter_right_no_wrong", details=details, keep=kept)
    return Reading(value={"value": _bare_number(text)[:60], "valid": False})


def _bare_number(text: str) -> str:
    found = re.search(r"[A-Za-z]{0,2}[0-9０-９][0-9０-９XxＸｘ.．\- ]{3,30}", text)
    return (found.group() if found else text).strip().strip(_PUNCTUATION)


def _name(heard: Heard, _: Gazetteer) -> Reading:
    org, person = heard.first("org"), heard.first("person")
    if person or org:
        return Reading(value=person or org)
    bare = _LEAD.sub("", heard.text.strip().strip(_PUNCTUATION)).strip()
    if 1 <= len(bare) <= 30 and not re.search(r"\d{5,}", bare):
        return Reading(value=bare)
    return NOTHING


def _respondent(heard: Heard, _: Gazetteer) -> Reading:
    bare = _LEAD.sub("", heard.text.strip().strip(_PUNCTUATION)).strip()
    named = re.search(r"[A-Za-z\u4e00-\u9fff]", bare)
    return Reading(value=bare[:200]) if named else NOTHING


def _description(heard: Heard, _: Gazetteer) -> Reading:
    text = heard.text.strip()
    if len(text) < 4:
        return Reading(problem="utter_description_short") if text else NOTHING
    return Reading(value=text)


def _ip_type(heard: Heard, _: Gazetteer) -> Reading:
    found = heard.first("ip_type")
    return Reading(value=found) if found else NOTHING


_WANT_WORDS = {
    "judgement": r"侵权判定|判定|鉴定|算不算侵权|是不是侵权|比对",
    "mediation": r"调解|调和|协商|谈",
    "funding": r"资助|经费|补贴|费用支持|出钱",
    "overseas": r"海外|国外|涉外|境外|美国|欧盟|出口",
    "activity": r"展会|讲座|培训|驻场|大讲堂",
    "enforcement": r"查处|处理他|处罚|执法|封",
    "advice": r"咨询|指导|怎么办|建议|出主意|帮.{0,4}分析|告诉我",
}


def wants_in(text: str) -> list[str]:
    """Kinds of help a text names in so many words."""
    return [want for want, words in _WANT_WORDS.items() if re.search(words, text)]


def _wants(heard: Heard, _: Gazetteer) -> Reading:
    named = wants_in(heard.text)
    if not named and re.search(r"都要|全部|都可以|都行|随便", heard.text):
        named = ["advice"]
    return Reading(value=named) if named else NOTHING


def _relation(heard: Heard, _: Gazetteer) -> Reading:
    text = heard.text
    if re.search(r"举报|别人|线索|路过|看到|看见|消费者|买到|顾客|员工|知情|匿名|不是我", text):
        return Reading(value="other")
    if re.search(r"投诉|我的|我们的|自己|本人|我家|我公司|我厂|权利人|被侵害", text):
        return Reading(value="own")
    return NOTHING


_YES = re.compile(
    r"(我|好|那|嗯)?[,，]?(同意|可以|好|行|要得|嗯+|恩|是|对|中|成|ok|yes|没问题|确认|当然|愿意)"
    r"(的|了|吧|啊|呀|咯|哒|登记|实名|继续|你们?|开始|填写|[,，]|同意|可以|好)*"
)


def _plain_yes(heard: Heard) -> bool:
    """A yes in so many words: what a person agrees to is never guessed from other words."""
    return _YES.fullmatch(heard.text.strip().strip(_PUNCTUATION).lower()) is not None


def _consent(heard: Heard, _: Gazetteer) -> Reading:
    text = heard.text.strip().strip(_PUNCTUATION)
    if re.search(r"不同意|不可以|不行|拒绝|不愿", text) or heard.intent == "deny":
        return Reading(value="refused")
    if "匿名" in text and not re.search(r"吗|[能可]|[?？]|不$|怎么", text):
        return Reading(value="anonymous")
    return Reading(value="agreed") if _plain_yes(heard) else NOTHING


def _confirmed(heard: Heard, _: Gazetteer) -> Reading:
    text = heard.text.strip().strip(_PUNCTUATION)
    if re.search(r"修改|改一下|要改|不对|有误|错", text) and len(text) <= 12:
        return Reading(value="edit")
    if heard.intent in {"deny", "stop"} or re.search(r"先不|不交|算了|不提交", text):
        return Reading(value="stop")
    said = re.search(r"提交|确认|没问题|对的|可以|交吧|就这样|没错", text)
    asks = re.search(r"[?？]|吗|怎么|多久", heard.text)
    if _plain_yes(heard) or (said and not asks and len(text) <= 12):
        return Reading(value="yes")
    return NOTHING


def _ticket_ref(heard: Heard, _: Gazetteer) -> Reading:
    found = heard.first("ticket_no")
    if found:
        return Reading(value=found)
    if re.search(r"[A-Za-z0-9]{4,}", heard.text):
        checked = identifiers.check_ticket_no(heard.text.strip())
        if checked.valid:
            return Reading(value=checked.value)
        return Reading(problem="utter_ticket_no_wrong")
    return NOTHING


def _proof(heard: Heard, _: Gazetteer) -> Reading:
    digits = re.sub(r"\D", "", heard.first("phone") or heard.text)
    return Reading(value=digits[-4:]) if len(digits) >= 4 else NOTHING


def _case_confirmed(heard: Heard, gazetteer: Gazetteer) -> Reading:
    text = heard.text.strip().strip(_PUNCTUATION)
    if heard.intent == "deny" or re.search(r"不撤|先不|算了|别撤|保留|不用", text):
        return Reading(value="no")
    if _plain_yes(heard) or (re.search(r"确认|确定|撤", text) and len(text) <= 12):
        return Reading(value="yes")
    return NOTHING


_READERS: dict[str, Callable[[Heard, Gazetteer], Reading]] = {
    "consent": _consent,
    "ip_type": _ip_type,
    "description": _description,
    "applicant_region": _region,
    "infringement_region": _region,
    "wants": _wants,
    "relation": _relation,
    "right_no": _right_no,
    "respondent": _respondent,
    "applicant_name": _name,
    "phone": _phone,
    "confirmed": _confirmed,
    "ticket_ref": _ticket_ref,
    "proof": _proof,
    "case_text": _description,
    "case_confirmed": _case_confirmed,
}

__all__ = ["NOTHING", "NOT_ASKED", "Reading", "mark_of", "read", "region_value", "wants_in"]
