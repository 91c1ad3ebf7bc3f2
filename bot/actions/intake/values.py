"""Values a slot can hold besides an answer, and how values are shown to people."""

from typing import Any

from bot.tickets.words import IP_TYPES, WANTS

UNKNOWN = "unknown"
WITHHELD = "withheld"
NOT_ASKED = "not_asked"
MARKS = frozenset({UNKNOWN, WITHHELD, NOT_ASKED})

RELATIONS = {"own": "投诉（自己的权利被侵害）", "other": "举报（反映别人的违法线索）"}


def answered(value: Any) -> bool:
    """Whether the person gave an answer, not a mark that stands for none."""
    return value is not None and not (isinstance(value, str) and value in MARKS)


def known(value: Any) -> Any:
    """The answer, or `None` where there is none."""
    return value if answered(value) else None


def region_text(region: Any) -> str:
    """A region in words, the county after its prefecture."""
    if not isinstance(region, dict):
        return str(region or "")
    if region.get("outside"):
        return str(region["outside"]).replace("/", "")
    return f"{region.get('prefecture') or ''}{region.get('county') or ''}" or region.get("raw", "")


def mask_phone(phone: str) -> str:
    """138****8000: a number is never echoed whole."""
    return phone if len(phone) < 7 else f"{phone[:3]}****{phone[-4:]}"


def show(slot: str, value: Any) -> str:
    """One answer as the summary shows it."""
    if value == UNKNOWN:
        return "（不清楚）"
    if value == WITHHELD:
        return "（不提供）"
    if slot == "phone" and answered(value):
        return mask_phone(str(value))
    if slot in {"applicant_region", "infringement_region"}:
        return region_text(value) + region_note(value)
    if slot == "ip_type":
        return IP_TYPES.get(str(value), str(value))
    if slot == "wants":
        return "、".join(WANTS.get(want, want) for want in value)
    if slot == "activity" and isinstance(value, dict):
        return str(value["title"])
    if slot == "relation":
        return RELATIONS.get(str(value), str(value))
    if slot == "right_no" and isinstance(value, dict):
        return str(value["value"]) + ("" if value["valid"] else "（号码未核对上，照您说的记）")
    return str(value)


def region_note(region: Any) -> str:
    """A second place the person named."""
    more = region.get("more") if isinstance(region, dict) else None
    return f"(另有：{'、'.join(region_text(item) for item in more)})" if more else ""
