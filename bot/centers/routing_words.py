"""The reasons and questions of routing, in words a citizen understands.

Each says whether the province's plan of 2015 or this service's own arrangement speaks.
"""

from bot.centers.center import Center
from bot.centers.place import Region, Sense

_ABROAD_PROVINCES = ("香港特别行政区", "澳门特别行政区", "台湾省")

OVERSEAS = (
    "涉及境外的纠纷由省中心牵头：推进方案把化解跨国专利纠纷列为援助的方向；"
    "由省中心接、您所在地的机构协办，是本服务的安排。"
)
JUDGEMENT_PATENT = (
    "专利侵权判定咨询按推进方案由省中心组织专家、费用由省中心承担，由当地机构推荐案件。"
    "方案说的是地方局正在办理的专利纠纷案件，能不能出意见要看情况，不能先作保证。"
)
JUDGEMENT_OTHER = (
    "您想要的侵权判定咨询，方案只写了专利；其他权利先由当地机构了解，必要时请省中心协助。"
)
OUTSIDER = "您在省外、侵权发生在湖南，按本服务的安排由侵权发生地的机构办理。"
INFRINGED_ELSEWHERE = "侵权发生在省外，您所在地的机构仍会帮您，需要时请省中心协助联系外省。"
ONLINE = (
    "网上的店铺还不知道在哪个市州，按本服务的安排先由省中心接收，您所在地的机构协办；"
    "查到店铺地址后再转当地。"
)
UNKNOWN = "还不能确定在哪个市州，说不清也没关系：按本服务的安排由省中心先接，再转给合适的机构。"
_COORDINATED = "两地机构相互协作是推进方案的要求，需要时由省中心协调。"
_UNNAMED = (
    "推进方案未点名这里的中心（名单带“等”字），先由当地管理专利工作的部门联系，这是本服务的安排。"
)


def is_abroad(outside: str | None) -> bool:
    """Whether a place outside Hunan lies outside the mainland too."""
    if not outside or outside == "省外":
        return False
    province = outside.split("/")[0]
    return province in _ABROAD_PROVINCES or not province.endswith(("省", "市", "自治区"))


def both_outside(where: str | None) -> str:
    return f"您和侵权行为都不在湖南。{_referred(where)}"


def complaint_outside(where: str | None) -> str:
    return f"举报投诉一般由侵权行为发生地处理。{_referred(where)}也可以请省中心帮忙转交。"


def _referred(where: str | None) -> str:
    place = (where or "省外").replace("/", "")
    return f"按本服务的安排，建议向{place}的 12330、12315 或 12345 反映。"


def referral_name(where: str) -> str:
    return f"{where.replace('/', '')}的 12330 / 12315 / 12345"


def local(unit: Center, *, assistance: bool, same: bool, helped: bool) -> str:
    """Why a local unit is responsible."""
    if same:
        reason = f"您和侵权行为都在{unit.prefecture}，按推进方案由本地区的机构办理。"
    elif assistance:
        reason = f"维权援助按申请人所在地（{unit.prefecture}）办理，这是本服务的安排。"
    else:
        reason = f"举报投诉按侵权行为发生地（{unit.prefecture}）办理，这是本服务的安排。"
    return reason + (_COORDINATED if helped else "") + ("" if unit.named_in_plan else _UNNAMED)


def funding(unit: Center, *, doubtful: bool) -> str:
    """Who recommends a project for funding, and how often."""
    if unit.tier == "branch":
        return (
            "资助项目按推进方案由分中心搜集、初选，每季度末或半年推荐一次，由省中心筛选。"
            "方案是 2015 年的，现在的申报渠道请向经办人员确认。"
        )
    reason = (
        "没有分中心的市州，资助项目按推进方案由当地专利行政管理部门每年推荐一次，由省中心筛选。"
        "方案是 2015 年的，现在的申报渠道请向经办人员确认。"
    )
    if doubtful:
        return reason + "方案没有点名这里的分中心，但有市州中心，由哪家推荐会再向您确认。"
    return reason + "方案未点名这里的分中心，不等于没有。"


def question(region: Region, *, of_applicant: bool) -> str:
    """One question that finds the place."""
    if region.ambiguous:
        names = list(dict.fromkeys(_short(sense) for sense in region.ambiguous))
        return f"您说的“{region.raw}”是哪里的？{_listed(names)}"
    if of_applicant:
        return "请问您（或您的单位）在湖南哪个市州？说到县市区更好。"
    return "请问侵权的事发生在哪个市州？如果是网上的店铺，告诉我平台和店名也可以。"


def _listed(names: list[str]) -> str:
    return "、".join(names[:-1]) + f"，还是{names[-1]}？" if len(names) > 1 else f"是{names[0]}吗？"


def _short(sense: Sense) -> str:
    if sense.outside:
        return sense.outside.replace("/", "")
    name = (
        "湘西州"
        if sense.prefecture and sense.prefecture.startswith("湘西")
        else sense.prefecture or ""
    )
    return name.removesuffix("市") + (sense.county or "")
