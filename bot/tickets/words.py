"""What the codes of a ticket are called for people."""

CATEGORIES = {
    "assistance": "维权援助",
    "complaint": "举报投诉",
    "activity": "活动",
    "callback": "回电",
}
KINDS = {"tip": "举报（反映别人的违法线索）", "complaint": "投诉（自己的权利被侵害）"}
IP_TYPES = {
    "invention_patent": "发明专利",
    "utility_model": "实用新型专利",
    "design_patent": "外观设计专利",
    "patent": "专利",
    "trademark": "商标",
    "copyright": "著作权（版权）",
    "geographical_indication": "地理标志",
    "trade_secret": "商业秘密",
    "plant_variety": "植物新品种",
    "ic_layout": "集成电路布图设计",
}
WANTS = {
    "advice": "咨询指导",
    "judgement": "侵权判定咨询意见",
    "mediation": "调解",
    "enforcement": "查处",
    "funding": "维权资助",
    "overseas": "海外纠纷帮助",
    "activity": "活动、展会服务",
}


def place(region: dict[str, str | None]) -> str:
    """A region in words."""
    outside = (region.get("outside") or "").replace("/", "")
    return outside or f"{region.get('prefecture') or ''}{region.get('county') or ''}"


def mask_phone(phone: str | None) -> str:
    """138****8000."""
    if not phone:
        return ""
    return "****" if len(phone) < 7 else f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str | None) -> str:
    """王**: only the first character stays."""
    return f"{name[0]}**" if name else ""
