"""What a story already said, so that nobody is asked for it again; and later corrections."""

import re
from typing import Any

from bot.actions.intake.heard import Heard
from bot.actions.intake.readers import region_value, wants_in
from bot.centers.place import Region
from bot.centers.regions import Gazetteer, places_with_roles
from bot.identifiers import check_patent_no

# Shorter openings name the wish but not what happened.
TELLING = 18
_CORRECTION = re.compile(
    r"(不对|错了|搞错|弄错|说错|写错|打错|填错|更正|纠正|改成|改为|改一下|应该是|应为|"
    r"不是.{1,12}[,,、 ]?(是|而是)|准确)"
)


def take_over(heard: Heard, form: str, gazetteer: Gazetteer) -> dict[str, Any]:
    """Slots that a free story fills without being asked for them."""
    found: dict[str, Any] = {}
    for slot in ("ip_type", "platform", "phone", "email"):
        if heard.first(slot):
            found[slot] = heard.first(slot)
    number = right_number(heard)
    if number:
        found["right_no"] = number
    if heard.first("person"):
        found["applicant_name"] = heard.first("person")
    if form == "complaint_form" and _respondent(heard):
        found["respondent"] = _respondent(heard)
    found.update(_places(heard, form, gazetteer))
    if form == "assistance_form" and wants_in(heard.text):
        found["wants"] = wants_in(heard.text)
    if form == "complaint_form" and "匿名" in heard.text and "不匿名" not in heard.text:
        found["anonymous_wish"] = True
    if form == "complaint_form":
        found.update(_relation(heard.text))
    return found


def _respondent(heard: Heard) -> str | None:
    """Whom the story names: 「店名叫…」, or an organisation that is not the speaker's own."""
    own = r"(我|我们|本|咱)(家|的|公司|厂|单位)?(是|在|叫)?"
    called = re.search(
        r"(?:店名|名字|名称|店铺名)(?:叫做?|是|为)?([^，,。；;！!\s]{2,30})", heard.text
    )
    if called:
        return called.group(1)
    named = heard.all("org")
    return next((org for org in named if not re.search(own + re.escape(org), heard.text)), None)


def right_number(heard: Heard) -> dict[str, Any] | None:
    """A patent's or trademark's number named in passing, if its check digit is right.

    A wrong one is asked about when its turn comes.
    """
    patent = heard.first("patent_no")
    if patent and check_patent_no(patent).valid:
        return {"value": patent, "valid": True}
    trademark = heard.first("trademark_no")
    return {"value": trademark, "valid": True} if trademark and not patent else None


def description_of(heard: Heard) -> str | None:
    """The opening message as the description, when it tells what happened."""
    return heard.text.strip() if len(heard.text.strip()) >= TELLING else None


def _relation(text: str) -> dict[str, str]:
    if re.search(r"我(家|们|厂|公司|店)?的?(专利|商标|版权|作品|图|设计|品牌|牌子)", text):
        return {"relation": "own"}
    if re.search(r"(我要|我想|想要?)?举报", text) and not re.search(r"我(的|们的|家的)", text):
        return {"relation": "other"}
    return {}


def _places(heard: Heard, form: str, gazetteer: Gazetteer) -> dict[str, Any]:
    applicant, infringement = places_with_roles(heard.text, gazetteer)
    places: dict[str, Any] = {}
    if applicant is not None and _usable(applicant):
        places["applicant_region"] = region_value(applicant)
    if infringement is not None and _usable(infringement):
        places["infringement_region"] = region_value(infringement)
    return places


def _usable(region: Region) -> bool:
    return bool(region.prefecture or region.outside) and not region.ambiguous


def corrects(text: str) -> bool:
    """Whether the person takes back something said before."""
    return _CORRECTION.search(text) is not None


def correction(
    heard: Heard, filled: list[str], gazetteer: Gazetteer, *, asked: str | None
) -> dict[str, Any]:
    """Which filled slots a correction changes.

    Args:
        heard: the correcting message.
        filled: slots in the order they were last filled.
        asked: the slot being asked for; its own answer is not a correction.
    """
    changed: dict[str, Any] = {}
    wanted = set(filled)
    region_slots = [slot for slot in filled if slot.endswith("_region")]
    if region_slots and not (asked or "").endswith("_region"):
        places = [p for p in gazetteer.find_places(heard.text) if p.prefecture or p.outside]
        if places:
            slot = _named_region(heard.text, region_slots) or region_slots[-1]
            changed[slot] = region_value(gazetteer.resolve(_after_cue(heard.text)))
            if not (changed[slot]["prefecture"] or changed[slot]["outside"]):
                changed[slot] = region_value(gazetteer.resolve(heard.text))
    for slot in ("ip_type", "phone", "platform", "email"):
        if slot in wanted and slot != asked and heard.all(slot):
            changed[slot] = heard.all(slot)[-1]
    if "applicant_name" in wanted and asked != "applicant_name" and heard.first("person"):
        changed["applicant_name"] = heard.first("person")
    number = right_number(heard)
    if "right_no" in wanted and asked != "right_no" and number:
        changed["right_no"] = number
    return {slot: value for slot, value in changed.items() if value}


def _named_region(text: str, slots: list[str]) -> str | None:
    if re.search(r"(我|本人|公司|住|户籍|注册)(在|是|的|地)", text) and "applicant_region" in slots:
        return "applicant_region"
    if (
        re.search(r"(对方|他们?|侵权|发生|店|厂)(在|是|地)?", text)
        and "infringement_region" in slots
    ):
        return "infringement_region"
    return None


def _after_cue(text: str) -> str:
    """「不是长沙,是株洲」: what counts comes last."""
    return re.split(r"改成|改为|应该是|应为|而是|[,,。 ]是|不对", text)[-1]


def names_both(text: str) -> bool:
    """Whether one story asks for help and reports somebody at once."""
    helps = re.search(r"(帮我|帮帮|帮忙|援助|维权|支援|指导)", text)
    reports = re.search(r"(还要|还想|也要|也想|同时|顺便|并且|一起|另外).{0,8}(举报|投诉)", text)
    both = re.search(r"(举报|投诉).{0,30}(还要|还想|也要|也想|同时|顺便|另外).{0,8}(援助|帮)", text)
    return bool((helps and reports) or both)
