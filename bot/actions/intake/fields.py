"""The questions of each intake, in order. A field of the intake is one line here and one in
`domain.yml` (slot, question); its reader is in `readers.py`.
"""

from dataclasses import dataclass

from bot.tickets.words import IP_TYPES

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One question.

    Args:
        slot: the Rasa slot it fills.
        label: what the summary calls it.
        essential: without it nothing can be filed; others may be skipped.
        personal: asked only after consent, and never of an anonymous reporter.
        choices: quick replies, as (title, value).
        in_summary: shown and editable before filing.
    """

    slot: str
    label: str
    essential: bool = False
    personal: bool = False
    choices: Choices = ()
    in_summary: bool = True


_RIGHTS: Choices = tuple(
    (IP_TYPES[code], code)
    for code in ("patent", "trademark", "copyright", "geographical_indication", "trade_secret")
) + (("其他/说不清", "unknown"),)

CONSENT = Field(
    "consent",
    "个人信息告知",
    essential=True,
    in_summary=False,
    choices=(("同意，开始填写", "agreed"), ("不同意", "refused")),
)
CONSENT_COMPLAINT = Field(
    "consent",
    "个人信息告知",
    essential=True,
    in_summary=False,
    choices=(("同意，实名反映", "agreed"), ("匿名反映", "anonymous"), ("不同意", "refused")),
)
IP_TYPE = Field("ip_type", "权利类型", choices=_RIGHTS)
DESCRIPTION = Field("description", "事情经过", essential=True)
APPLICANT_REGION = Field("applicant_region", "您所在地", choices=(("不想说", "withheld"),))
INFRINGEMENT_REGION = Field(
    "infringement_region",
    "发生地",
    choices=(("网上，不知道在哪", "unknown"), ("说不清", "unknown")),
)
WANTS_FIELD = Field(
    "wants",
    "希望得到的帮助",
    choices=(
        ("咨询指导", "advice"),
        ("侵权判定咨询", "judgement"),
        ("调解", "mediation"),
        ("维权资助", "funding"),
        ("海外纠纷帮助", "overseas"),
        ("展会、活动服务", "activity"),
    ),
)
RIGHT_NO = Field("right_no", "权利号码", choices=(("没有/不知道", "unknown"),))
RESPONDENT = Field("respondent", "对方", choices=(("不知道", "unknown"),))
RELATION = Field(
    "relation",
    "您和这件事的关系",
    essential=True,
    choices=(("我的权利被侵害", "own"), ("我反映别人的线索", "other")),
)
NAME = Field("applicant_name", "称呼", personal=True, choices=(("不想说", "withheld"),))
PHONE = Field("phone", "联系电话", essential=True, personal=True)
CONFIRMED = Field(
    "confirmed",
    "确认",
    essential=True,
    in_summary=False,
    choices=(("提交", "yes"), ("修改", "edit"), ("先不交", "stop")),
)

FORMS: dict[str, tuple[Field, ...]] = {
    "assistance_form": (
        CONSENT,
        IP_TYPE,
        DESCRIPTION,
        APPLICANT_REGION,
        INFRINGEMENT_REGION,
        WANTS_FIELD,
        RIGHT_NO,
        RESPONDENT,
        NAME,
        PHONE,
        CONFIRMED,
    ),
    "complaint_form": (
        CONSENT_COMPLAINT,
        RELATION,
        IP_TYPE,
        DESCRIPTION,
        INFRINGEMENT_REGION,
        RESPONDENT,
        RIGHT_NO,
        NAME,
        PHONE,
        CONFIRMED,
    ),
    "activity_form": (
        CONSENT,
        # Asked while there is something to join; its choices are those of the day.
        Field("activity", "想参加的活动", choices=(("都不是，我另有想法", "unknown"),)),
        Field("description", "想参加或举办的活动", essential=True),
        APPLICANT_REGION,
        NAME,
        PHONE,
        CONFIRMED,
    ),
    "callback_form": (
        CONSENT,
        Field("description", "想说的事"),
        APPLICANT_REGION,
        NAME,
        PHONE,
        CONFIRMED,
    ),
    "case_form": (
        Field("ticket_ref", "受理编号", essential=True, in_summary=False),
        Field("proof", "电话后四位", essential=True, in_summary=False),
        Field("case_text", "补充的内容", essential=True, in_summary=False),
        Field(
            "case_confirmed",
            "确认",
            essential=True,
            in_summary=False,
            choices=(("确认撤回", "yes"), ("不撤了", "no")),
        ),
    ),
}

# What a half-filled form is called when it is shown to the person.
TITLES = {
    "assistance_form": "维权援助申请",
    "complaint_form": "举报投诉登记",
    "activity_form": "活动登记",
    "callback_form": "回电登记",
}

# Facts a second matter of the same conversation may take over, so that they are asked once.
SHARED = (
    "ip_type",
    "description",
    "applicant_region",
    "infringement_region",
    "platform",
    "respondent",
    "right_no",
    "applicant_name",
    "applicant_org",
    "phone",
    "email",
)
MATTER_SLOTS = (*SHARED, "consent", "wants", "relation", "role", "activity", "confirmed")


def field_of(form: str, slot: str) -> Field | None:
    """The field of a form, or `None`."""
    return next((field for field in FORMS.get(form, ()) if field.slot == slot), None)
