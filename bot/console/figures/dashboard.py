"""Figures at a glance, for a time and the units a colleague may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, false, true
from starlette.responses import Response

from bot import sheet
from bot.clock import SHANGHAI, local
from bot.console import charts
from bot.console.cases.listing import download
from bot.console.labels import label, labels
from bot.console.visit import Visit
from bot.conversations.records import Conversation
from bot.desk import figures, plan_figures
from bot.desk.figures import BREAKDOWNS, Row, Span
from bot.staff.permissions import EXPORT, PROVINCE, SEE_FIGURES
from bot.tickets.records import Ticket

DAYS = {"7": 7, "30": 30, "90": 90, "365": 365}
HEADER = ("分类", "项目", "新登记", "办结", "在办", "超期")


@dataclass(frozen=True)
class Asked:
    """Which time and which unit."""

    days: str
    unit: str
    first: date
    last: date
    span: Span


def _asked(visit: Visit, permission: str) -> Asked:
    days = visit.asked("days") if visit.asked("days") in DAYS else "30"
    last = local(visit.now).date()
    first = last - timedelta(days=DAYS[days] - 1)
    since = datetime.combine(first, time(), tzinfo=SHANGHAI)
    unit = visit.asked("unit")
    return Asked(days, unit, first, last, _span(visit, permission, unit, since))


def _span(visit: Visit, permission: str, unit: str, since: datetime) -> Span:
    """The units of the permission, narrowed to one where asked; numbers only, no case is named."""
    held = visit.actor.units(permission)
    if unit:
        held = frozenset({unit}) if held is None or unit in held else frozenset()
    if held is None:
        return Span(since, visit.now, true(), true())
    if not held:
        return Span(since, visit.now, false(), false())
    talks: ColumnElement[bool] = Conversation.center_id.in_(held)
    if PROVINCE in held:
        talks = talks | Conversation.center_id.is_(None)
    return Span(since, visit.now, Ticket.center_id.in_(held), talks)


def show(visit: Visit) -> Response:
    """The page."""
    asked, session = _asked(visit, SEE_FIGURES), visit.session
    talks = figures.talks_by_day(session, asked.span)
    tickets = figures.tickets_by_day(session, asked.span)
    return visit.page(
        "figures/dashboard.html",
        asked=asked,
        kept=f"days={asked.days}&unit={asked.unit}",
        totals=figures.totals(session, asked.span, visit.now),
        talks=charts.by_day(talks, labels("channel"), asked.first, asked.last),
        tickets=charts.by_day(tickets, labels("category"), asked.first, asked.last),
        breakdowns={name: _rows(visit, asked, name) for name in BREAKDOWNS},
        tasks=plan_figures.seven(session, visit.actor, asked.span),
        seen_units=visit.units_with(visit.actor.units(SEE_FIGURES)),
        may_export=visit.actor.may(EXPORT),
    )


def _rows(visit: Visit, asked: Asked, by: str) -> list[tuple[str, Row]]:
    """The lines of a breakdown with their names."""
    rows = figures.breakdown(visit.session, asked.span, by, visit.now)
    return [(_name(visit, by, row.code), row) for row in rows]


def _name(visit: Visit, by: str, code: str) -> str:
    if by == "unit":
        return visit.unit_name(code)
    if by == "matter":
        return labels("kind").get(code) or label("category", code)
    return label("ip_type" if by == "right" else "channel", code) or "没有写"


def export(visit: Visit) -> Response:
    """The breakdowns as one table."""
    asked = _asked(visit, EXPORT)
    rows: list[tuple[sheet.Cell, ...]] = [
        (label("breakdown", by), name, row.opened, row.closed, row.live, row.late)
        for by in BREAKDOWNS
        for name, row in _rows(visit, asked, by)
    ]
    return download(visit, f"统计 {asked.first} 至 {asked.last}", HEADER, rows)
