"""A unit's list of a period: preselected and sent by the unit, selected by the province."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.errors import NotFound, Refused
from bot.money import fen_of
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SEE_TICKETS, SUPERVISE
from bot.tickets.decisions import reason
from bot.tickets.funding import (
    DECIDED,
    DRAFT,
    LEFT_OUT,
    LISTS,
    NOMINATED,
    NOT_SELECTED,
    PRESELECTED,
    SELECTED,
    SENT,
    entries,
)
from bot.tickets.funding_records import FundingList, Nomination
from bot.tickets.service import act

ABSENT = "没有找到这份名单，或者不在您的单位。"


def neighbours(unit: str, directory: Directory) -> frozenset[str]:
    """The units of the same prefecture: in 长沙, 株洲 and 湘潭 the plan names no branch, so the
    center and the patent authority draw up one list together."""
    place = directory.by_id(unit).prefecture
    same = (c.id for c in directory.centers if place is not None and c.prefecture == place)
    return frozenset({unit, *same})


def seen(
    session: Session, by: Actor, list_id: int, directory: Directory, *, lock: bool = False
) -> FundingList:
    """A list that the colleague may see.

    Raises:
        NotFound: absent or not theirs.
    """
    query = select(FundingList).where(FundingList.id == list_id)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None or not _reaches(by, found.unit, directory, SEE_TICKETS):
        raise NotFound(ABSENT)
    return found


def listed(session: Session, by: Actor, directory: Directory) -> list[FundingList]:
    """All lists that the colleague may see, newest period first."""
    found = session.scalars(select(FundingList).order_by(FundingList.id.desc()))
    return [one for one in found if _reaches(by, one.unit, directory, SEE_TICKETS)]


def preselect(
    session: Session,
    by: Actor,
    entry_id: int,
    directory: Directory,
    *,
    on: bool,
    why: str,
    at: datetime,
) -> Nomination:
    """初选: keep an entry or leave it out, with a reason where it is left out."""
    entry = _entry(session, by, entry_id, directory, DRAFT)
    _lead(by, entry.list.unit, directory)
    entry.state = PRESELECTED if on else LEFT_OUT
    entry.why = why.strip() or None if on else reason(why, "不通过初选要写明理由。")
    _note(session, "funding.preselect", by, entry.list, at, why, entry=entry.id, on=on)
    return entry


def send(
    session: Session, by: Actor, list_id: int, directory: Directory, *, at: datetime
) -> FundingList:
    """报送省中心; every entry must have been looked at. An empty list says: none this time."""
    found = seen(session, by, list_id, directory, lock=True)
    _lead(by, found.unit, directory)
    _in_state(found, DRAFT)
    if any(entry.state == NOMINATED for entry in entries(session, found)):
        raise Refused("还有没初选的项目，请先逐项初选。")
    found.state, found.sent_at, found.sent_by = SENT, at, by.name
    _note(session, "funding.send", by, found, at)
    return found


def select_entry(
    session: Session,
    by: Actor,
    entry_id: int,
    directory: Directory,
    *,
    on: bool,
    why: str,
    at: datetime,
    amount: str | None = None,
) -> Nomination:
    """筛选: the province selects an entry or not; selected, the ticket's trail says so."""
    by.need(SUPERVISE, PROVINCE)
    entry = _entry(session, by, entry_id, directory, SENT)
    if entry.state not in {PRESELECTED, SELECTED, NOT_SELECTED}:
        raise Refused("只能从初选通过的项目里筛选。")
    entry.why = reason(why, "请写明理由。")
    entry.state = SELECTED if on else NOT_SELECTED
    entry.granted_fen = fen_of(amount) if on and amount else None
    detail = {"selected": on, "period": entry.list.period, "fen": entry.granted_fen}
    act(
        session,
        entry.ticket,
        "fund",
        by=by.name,
        role="province",
        why=entry.why,
        at=at,
        detail=detail,
    )
    return entry


def decide(
    session: Session, by: Actor, list_id: int, directory: Directory, *, at: datetime
) -> FundingList:
    """The province has selected; the list is closed."""
    by.need(SUPERVISE, PROVINCE)
    found = seen(session, by, list_id, directory, lock=True)
    _in_state(found, SENT)
    if any(entry.state == PRESELECTED for entry in entries(session, found)):
        raise Refused("还有没筛选的项目。")
    found.state, found.decided_at, found.decided_by = DECIDED, at, by.name
    _note(session, "funding.decide", by, found, at)
    return found


def _entry(
    session: Session, by: Actor, entry_id: int, directory: Directory, state: str
) -> Nomination:
    entry = session.get(Nomination, entry_id)
    if entry is None:
        raise NotFound(ABSENT)
    _in_state(seen(session, by, entry.list_id, directory, lock=True), state)
    return entry


def _in_state(found: FundingList, state: str) -> None:
    if found.state != state:
        raise Refused(f"这份名单现在是「{LISTS[found.state]}」，不能这样操作，没有改动。")


def _lead(by: Actor, unit: str, directory: Directory) -> None:
    if not _reaches(by, unit, directory, SUPERVISE):
        by.need(SUPERVISE, unit)


def _reaches(by: Actor, unit: str, directory: Directory, permission: str) -> bool:
    return any(by.may(permission, one) for one in neighbours(unit, directory))


def _note(
    session: Session,
    verb: str,
    by: Actor,
    found: FundingList,
    at: datetime,
    why: str = "",
    **detail: object,
) -> None:
    about = f"funding:{found.id}"
    audit.note(session, verb, by=by.name, about=about, at=at, why=why, detail=detail)
