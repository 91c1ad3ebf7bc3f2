"""What stands in each paper, taken from the ticket; the same for DOCX and PDF."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.clock import local
from bot.errors import NotFound, Refused
from bot.text import clean
from bot.tickets import queries, trail
from bot.tickets.records import Ticket
from bot.tickets.words import CATEGORIES, IP_TYPES, KINDS, WANTS, mask_name, mask_phone, place

APPLICATION, COMPLAINT = "application", "complaint"
EVIDENCE, TRANSFER = "evidence", "transfer"
TITLES = {
    APPLICATION: "知识产权维权援助申请书",
    COMPLAINT: "知识产权举报投诉登记表",
    EVIDENCE: "证据材料清单",
    TRANSFER: "知识产权案件转办函",
}
NONE = "（未填）"
# A line of a table has to fit on a page.
LONGEST = 600
SEALED = "（身份密封）"
HASH_NOTE = "校验值（SHA-256）用来核对文件自上传之后没有改动，不等于公证，也不证明文件内容真实。"
FORM_NOTE = "本表按登记内容自动生成，请核对后签字；内容有变化的，请以补充材料为准。"


@dataclass(frozen=True)
class Paper:
    """One paper: lines of label and value, a long text, files with their hashes, a note."""

    kind: str
    title: str
    number: str
    lines: tuple[tuple[str, str], ...]
    text_label: str
    text: str
    files: tuple[tuple[str, str], ...]
    note: str
    sign: str
    made_on: str


def kinds_of(ticket: Ticket, *, staff: bool) -> tuple[str, ...]:
    """Which papers there are of a ticket; letters between units only for staff."""
    own = {"assistance": (APPLICATION,), "complaint": (COMPLAINT,)}.get(ticket.category, ())
    listed = (EVIDENCE,) if ticket.evidence else ()
    return (*own, *listed, *((TRANSFER,) if staff else ()))


def paper(
    session: Session,
    ticket: Ticket,
    kind: str,
    *,
    directory: Directory,
    at: datetime,
    full: bool,
) -> Paper:
    """The content of one paper.

    Args:
        session: where the trail is read.
        ticket: whose.
        kind: one of `TITLES`.
        directory: the units' names.
        at: the day it is made.
        full: with the person's identity; without, it is masked.
    Raises:
        NotFound: no paper of that kind. Refused: a letter for a transfer that never was.
    """
    if kind not in TITLES:
        raise NotFound("没有这种文书。")
    unit = _unit(directory, ticket.center_id)
    made = _day(at)
    if kind == TRANSFER:
        return _transfer(session, ticket, directory, made)
    number = ("受理编号", ticket.number)
    if kind == EVIDENCE:
        head = (number, ("受理单位", unit), ("材料份数", _count(ticket)))
        return _paper(kind, ticket, head, "", "", HASH_NOTE, "提交人", made)
    day = ("登记日期", _day(ticket.opened_at))
    lines = (number, *_who(ticket, full), *_matter(ticket), ("受理单位", unit), day)
    sign = "申请人（签名或盖章）" if kind == APPLICATION else "反映人（签名，匿名可不签）"
    return _paper(kind, ticket, lines, "事情经过", _story(session, ticket), FORM_NOTE, sign, made)


def _story(session: Session, ticket: Ticket) -> str:
    added = (
        f"补充（{_day(event.at)}）：{event.detail['text']}"
        for event in queries.events_of(session, ticket)
        if event.verb == "supplement" and event.detail.get("text")
    )
    return clean("\n".join([ticket.description, *added]))


def _paper(
    kind: str,
    ticket: Ticket,
    lines: tuple[tuple[str, str], ...],
    text_label: str,
    text: str,
    note: str,
    sign: str,
    made: str,
) -> Paper:
    files = tuple((clean(str(e["name"])), str(e["sha256"])) for e in ticket.evidence)
    shown = tuple((label, clean(value)[:LONGEST] or NONE) for label, value in lines)
    title = TITLES[kind]
    return Paper(kind, title, ticket.number, shown, text_label, text, files, note, sign, made)


def _who(ticket: Ticket, full: bool) -> tuple[tuple[str, str], ...]:
    label = "申请人" if ticket.category == "assistance" else "反映人"
    if ticket.anonymous:
        return ((label, "匿名"),)
    if not full:
        name = SEALED if ticket.protected else mask_name(ticket.applicant_name)
        phone = SEALED if ticket.protected else mask_phone(ticket.phone)
        return ((label, name), ("联系电话", phone), ("所在地", place(ticket.applicant_region)))
    return (
        (label, ticket.applicant_name or ""),
        ("单位", ticket.applicant_org or ""),
        ("联系电话", ticket.phone or ""),
        ("电子邮箱", ticket.email or ""),
        ("所在地", place(ticket.applicant_region)),
    )


def _matter(ticket: Ticket) -> tuple[tuple[str, str], ...]:
    first = ("性质", KINDS.get(ticket.kind or "", CATEGORIES.get(ticket.category, "")))
    wants = "、".join(WANTS.get(want, want) for want in ticket.wants)
    return (
        first,
        ("权利类型", IP_TYPES.get(ticket.ip_type or "", "")),
        ("权利号码", ticket.right_no or ""),
        ("对方", ticket.respondent or ""),
        ("发生地", place(ticket.infringement_region)),
        ("网络平台", ticket.platform or ""),
        *((("希望得到的帮助", wants),) if wants else ()),
        ("证据材料", _count(ticket)),
    )


def _transfer(session: Session, ticket: Ticket, directory: Directory, made: str) -> Paper:
    sent = trail.last(session, ticket, "transfer")
    if sent is None:
        raise Refused("这件事没有转办过，没有转办函。")
    until = sent.detail.get("receive_until")
    lines = (
        ("受理编号", ticket.number),
        ("转出单位", _unit(directory, sent.detail["from_center"])),
        ("接收单位", _unit(directory, sent.detail["to_center"])),
        ("性质", CATEGORIES.get(ticket.category, "")),
        ("权利类型", IP_TYPES.get(ticket.ip_type or "", "")),
        ("发生地", place(ticket.infringement_region)),
        ("转办日期", _day(sent.at)),
        ("请在此前接收或退回", _day(datetime.fromisoformat(until)) if until else ""),
    )
    note = "当事人身份和案情请在系统内查看；本函不含个人信息。"
    return _paper(
        TRANSFER, ticket, lines, "转办理由", clean(sent.why), note, "转出单位（盖章）", made
    )


def _count(ticket: Ticket) -> str:
    return f"{len(ticket.evidence)} 份"


def _unit(directory: Directory, center_id: str) -> str:
    try:
        return directory.by_id(center_id).name
    except NotFound:
        return center_id


def _day(moment: datetime) -> str:
    return local(moment).strftime("%Y年%-m月%-d日")
