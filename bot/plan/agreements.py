"""Agreements and commissioned projects: a register of parties, term, documents and state.

Verbs raise NotFound for what is not theirs, Forbidden for the wrong role, Refused for what is not
possible; then nothing is changed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.money import fen_of
from bot.plan.agreement_records import Agreement
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import SEE_TICKETS, SUPERVISE

KINDS = {"framework": "合作框架协议", "project": "委托项目"}
DRAFT, SENT, SIGNED, RUNNING = "draft", "sent", "signed", "running"
CHECKED, ENDED, BROKEN_OFF = "checked", "ended", "broken_off"
STATES = {
    DRAFT: "起草",
    SENT: "已发各方",
    SIGNED: "已签署",
    RUNNING: "实施中",
    CHECKED: "已验收",
    ENDED: "已到期",
    BROKEN_OFF: "已终止",
}
MOVES = {
    DRAFT: {SENT, BROKEN_OFF},
    SENT: {SIGNED, DRAFT, BROKEN_OFF},
    SIGNED: {RUNNING, ENDED, BROKEN_OFF},
    RUNNING: {CHECKED, ENDED, BROKEN_OFF},
    CHECKED: {ENDED},
    ENDED: set[str](),
    BROKEN_OFF: set[str](),
}
ABSENT = "没有找到这份协议，或者您的单位不是签约方。"


@dataclass(frozen=True)
class Terms:
    """What an agreement says. `parties`: ids of units, or names of others."""

    kind: str
    title: str
    unit: str
    parties: tuple[str, ...]
    about: str = ""
    under_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    amount: str | None = None
    documents: tuple[dict[str, str], ...] = field(default=())

    def check(self) -> None:
        """Raise Refused when it is not usable."""
        if self.kind not in KINDS:
            raise Refused("请选择协议类型。")
        if not self.title.strip() or len(set(self.parties)) < 2:
            raise Refused("请写明名称和至少两个签约方。")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Refused("到期日要晚于起始日。")


def draft(session: Session, by: Actor, terms: Terms, *, at: datetime) -> Agreement:
    """Enter an agreement or a project into the register."""
    by.need(SUPERVISE, terms.unit)
    agreement = Agreement(state=DRAFT, unit=terms.unit)
    _write(session, by, agreement, terms, at)
    session.add(agreement)
    session.flush()
    _note(session, "agreement.draft", by, agreement, at)
    return agreement


def change(
    session: Session, by: Actor, agreement_id: int, terms: Terms, *, at: datetime
) -> Agreement:
    """Change the terms, until it is signed; afterwards only documents are added."""
    agreement = _kept(session, by, agreement_id)
    if agreement.state not in {DRAFT, SENT}:
        raise Refused(f"协议{STATES[agreement.state]}，条款不能再改；可以补充文件。")
    _write(session, by, agreement, terms, at)
    _note(session, "agreement.change", by, agreement, at)
    return agreement


def _write(session: Session, by: Actor, agreement: Agreement, terms: Terms, at: datetime) -> None:
    terms.check()
    if terms.under_id is not None:
        above = seen(session, by, terms.under_id)
        if above.kind != "framework" or above.id == agreement.id:
            raise Refused("委托项目只能挂在合作框架协议下面。")
    agreement.kind, agreement.title = terms.kind, terms.title.strip()[:120]
    agreement.parties, agreement.about = list(dict.fromkeys(terms.parties)), terms.about.strip()
    agreement.under_id = terms.under_id
    agreement.starts_on, agreement.ends_on = terms.starts_on, terms.ends_on
    agreement.amount_fen = fen_of(terms.amount) if terms.amount else None
    agreement.documents = [dict(one) for one in terms.documents]
    agreement.updated_at = at


def set_state(
    session: Session,
    by: Actor,
    agreement_id: int,
    state: str,
    *,
    on: date,
    at: datetime,
    why: str = "",
) -> Agreement:
    """Move it on; `on` is the day it was signed where it is signed. Broken off: with a reason."""
    agreement = _kept(session, by, agreement_id)
    if state not in MOVES[agreement.state]:
        raise Refused(f"协议现在是「{STATES[agreement.state]}」，不能这样操作，没有改动。")
    if state == BROKEN_OFF and not why.strip():
        raise Refused("终止要写明原因。")
    agreement.state, agreement.updated_at = state, at
    if state == SIGNED:
        agreement.signed_on = on
    _note(session, f"agreement.{state}", by, agreement, at, why)
    return agreement


def attach(
    session: Session, by: Actor, agreement_id: int, *, name: str, sha256: str, at: datetime
) -> Agreement:
    """Add a document by its name and hash."""
    agreement = _kept(session, by, agreement_id)
    agreement.documents = [*agreement.documents, {"name": name, "sha256": sha256}]
    agreement.updated_at = at
    _note(session, "agreement.attach", by, agreement, at)
    return agreement


def seen(session: Session, by: Actor, agreement_id: int) -> Agreement:
    """An agreement that the colleague's unit keeps or is a party to."""
    agreement = session.get(Agreement, agreement_id)
    if agreement is None or not _sees(by, agreement):
        raise NotFound(ABSENT)
    return agreement


def listed(session: Session, by: Actor) -> list[Agreement]:
    """All that the colleague may see, newest first."""
    found = session.scalars(select(Agreement).order_by(Agreement.id.desc()))
    return [agreement for agreement in found if _sees(by, agreement)]


def ending(session: Session, by: Actor, *, until: date) -> list[Agreement]:
    """What runs out by a day, soonest first."""
    running = (one for one in listed(session, by) if one.state in {SIGNED, RUNNING})
    found = [(one.ends_on, one) for one in running if one.ends_on and one.ends_on <= until]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _sees(by: Actor, agreement: Agreement) -> bool:
    return any(by.may(SEE_TICKETS, unit) for unit in {agreement.unit, *agreement.parties})


def _kept(session: Session, by: Actor, agreement_id: int) -> Agreement:
    seen(session, by, agreement_id)
    agreement = session.get_one(
        Agreement, agreement_id, with_for_update=True, populate_existing=True
    )
    by.need(SUPERVISE, agreement.unit)
    return agreement


def _note(
    session: Session, verb: str, by: Actor, agreement: Agreement, at: datetime, why: str = ""
) -> None:
    about = f"agreement:{agreement.id}"
    audit.note(session, verb, by=by.name, about=about, at=at, why=why)
