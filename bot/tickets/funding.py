"""Funding recommendation: tickets nominated, lists drawn up and sent, selected by the province."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.clock import local
from bot.errors import BadData, Refused
from bot.money import fen_of
from bot.settings import ROOT
from bot.staff.permissions import PROVINCE
from bot.tickets.decisions import reason
from bot.tickets.funding_records import FundingList, Nomination
from bot.tickets.periods import CADENCES, Period, period_of
from bot.tickets.records import Ticket
from bot.tickets.service import act

FILE = ROOT / "knowledge" / "funding.yml"
DRAFT, SENT, DECIDED = "draft", "sent", "decided"
LISTS = {DRAFT: "汇总中", SENT: "已报省中心", DECIDED: "省中心已筛选"}
NOMINATED, PRESELECTED, LEFT_OUT = "nominated", "preselected", "left_out"
SELECTED, NOT_SELECTED = "selected", "not_selected"
STATES = {
    NOMINATED: "已推荐",
    PRESELECTED: "初选通过",
    LEFT_OUT: "初选未通过",
    SELECTED: "入选",
    NOT_SELECTED: "未入选",
}


@lru_cache(maxsize=2)
def rules(path: Path = FILE) -> dict[str, Any]:
    """Cadences and aims of `knowledge/funding.yml`.

    Raises:
        BadData: the file is not usable.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [*data.get("tiers", {}).values(), *(data.get("units") or {}).values()]
    if not found or not all(one.get("cadence") in CADENCES and one.get("source") for one in found):
        remedy = f"each needs a source and a cadence, one of {', '.join(CADENCES)}"
        raise BadData("a cadence is unusable", path=path, remedy=remedy)
    return dict(data)


def recommender(ticket: Ticket, directory: Directory) -> str:
    """The unit whose list a ticket belongs on: by the plan's letter, the one for funding there."""
    if ticket.center_prefecture is None:
        return PROVINCE
    return directory.for_prefecture(ticket.center_prefecture, "funding").id


def period_at(unit: str, directory: Directory, at: datetime) -> Period:
    """The period a unit collects for now."""
    known = rules()
    own = (known.get("units") or {}).get(unit) or known["tiers"][directory.by_id(unit).tier]
    return period_of(own["cadence"], local(at).date())


def nominate(
    session: Session,
    ticket: Ticket,
    *,
    aim: str,
    directory: Directory,
    by: str,
    role: str,
    why: str,
    at: datetime,
    amount: str | None = None,
) -> Nomination:
    """Put a ticket on its unit's list of the present period.

    Raises:
        Refused: no reason, no such aim, already on it, or the list was sent.
    """
    said = reason(why, "请写明推荐理由。")
    if aim not in rules()["aims"]:
        raise Refused("请选择资助目的。")
    unit = recommender(ticket, directory)
    period = period_at(unit, directory, at).key
    found = _list(session, unit, period)
    if found.state != DRAFT:
        raise Refused("本期名单已经报送，请在下一期推荐。")
    if any(one.ticket_id == ticket.id for one in entries(session, found)):
        raise Refused("这件事已经在本期名单里。")
    detail = {"unit": unit, "period": period, "aim": aim}
    act(session, ticket, "nominate", by=by, role=role, why=said, at=at, detail=detail)
    entry = Nomination(
        list=found,
        ticket=ticket,
        aim=aim,
        reason=said,
        asked_fen=fen_of(amount) if amount else None,
        state=NOMINATED,
        nominated_by=by,
        nominated_at=at,
    )
    session.add(entry)
    session.flush()
    return entry


def _list(session: Session, unit: str, period: str) -> FundingList:
    query = select(FundingList).where(FundingList.unit == unit, FundingList.period == period)
    found = session.scalar(query.with_for_update())
    if found is not None:
        return found
    try:
        with session.begin_nested():
            fresh = FundingList(unit=unit, period=period, state=DRAFT)
            session.add(fresh)
            session.flush()
            return fresh
    except IntegrityError:
        return session.scalars(query.with_for_update()).one()


def entries(session: Session, found: FundingList) -> list[Nomination]:
    """What is on a list, first nominated first."""
    query = select(Nomination).where(Nomination.list_id == found.id).order_by(Nomination.id)
    return list(session.scalars(query))
