"""The list of tickets: tabs, filters, full-text search, saved filters, export."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import ColumnElement
from starlette.responses import Response

from bot import sheet
from bot.clock import local
from bot.console.cases import colors
from bot.console.labels import label
from bot.console.visit import Visit
from bot.desk import sight
from bot.staff import filters as saved
from bot.staff import queries as staff_queries
from bot.staff.permissions import EXPORT, SEE_TICKETS, SUPERVISE, WORK_TICKETS
from bot.tickets import searching, sla
from bot.tickets.calendar import is_workday
from bot.tickets.records import Ticket
from bot.tickets.searching import PAGE, Search

ROOM = "tickets"
TABS = ("mine", "new", "due", "late", "supervised", "live", "all")
SOON = 3
MOST_EXPORTED = 20_000
_KEPT = ("tab", "q", "unit", "status", "category", "ip_type", "want", "channel", "who", "order")
HEADER = ("编号", "类别", "状态", "单位", "承办人", "权利类型", "渠道", "登记日", "到期日", "督办")


def show(visit: Visit) -> Response:
    """A page of the list."""
    tab = _tab(visit)
    seen = sight.tickets_seen_by(visit.actor)
    page = visit.page_number()
    rows = searching.find(visit.session, seen, search(visit, tab), page=page)
    kept = {name: visit.asked(name) for name in _KEPT if visit.asked(name)}
    return visit.page(
        "cases/list.html",
        tab=tab,
        counts=_counts(visit, seen),
        rows=rows[:PAGE],
        dues={ticket.id: colors.due(ticket, visit.now) for ticket in rows},
        more=len(rows) > PAGE,
        page=page,
        asked={name: visit.asked(name) for name in _KEPT},
        kept=urlencode({**kept, "tab": tab}),
        filtered=any(visit.asked(name) for name in _KEPT[1:]),
        filters=saved.of(visit.session, visit.actor.id, ROOM),
        seen_units=visit.units_with(visit.actor.units(SEE_TICKETS)),
        colleagues=_assignable(visit),
        may_export=visit.actor.may(EXPORT),
    )


def _tab(visit: Visit) -> str:
    asked = visit.asked("tab")
    if asked in TABS:
        return asked
    return "mine" if visit.actor.may(WORK_TICKETS) and not visit.actor.may(SUPERVISE) else "live"


def search(visit: Visit, tab: str) -> Search:
    """What the query string asks for, within a tab."""
    who, order = visit.asked("who"), visit.asked("order")
    mine = tab == "mine" or who == "me"
    closed = tab == "all"
    return Search(
        words=visit.asked("q"),
        unit=visit.asked("unit"),
        status=visit.asked("status"),
        category=visit.asked("category"),
        ip_type=visit.asked("ip_type"),
        channel=visit.asked("channel"),
        want=visit.asked("want"),
        assignee_id=visit.actor.id if mine else None,
        unassigned=who == "nobody",
        live=not closed and not visit.asked("status"),
        to_receive=tab == "new",
        supervised=tab == "supervised",
        due_before=_before(tab, visit.now),
        order=order if order in searching.ORDERS else ("new" if closed else "due"),
    )


def _before(tab: str, now: datetime) -> datetime | None:
    if tab == "late":
        return now
    return sla.working_days_after(now, SOON, is_workday) if tab == "due" else None


def _counts(visit: Visit, seen: ColumnElement[bool]) -> dict[str, int]:
    wanted = {
        tab: Search(
            assignee_id=visit.actor.id if tab == "mine" else None,
            live=True,
            to_receive=tab == "new",
            supervised=tab == "supervised",
            due_before=_before(tab, visit.now),
        )
        for tab in TABS[:-2]
    }
    return searching.counts(visit.session, seen, wanted)


def _assignable(visit: Visit) -> list[tuple[str, list[Any]]]:
    """Colleagues to assign to, by unit: of the units this supervisor leads."""
    held = visit.actor.units(SUPERVISE)
    units = [unit.id for unit in visit.units_with(held)]
    people = staff_queries.by_unit(visit.session, WORK_TICKETS, units)
    return [(unit, people[unit]) for unit in units if unit in people]


def export(visit: Visit) -> Response:
    """The list as it is filtered, without who the persons are, as xlsx or CSV."""
    seen = sight.tickets_seen_by(visit.actor) & Ticket.center_id.in_(_exportable(visit))
    only = search(visit, _tab(visit))
    rows = [_row(visit, ticket) for ticket in searching.all_of(visit.session, seen, only)]
    return download(visit, "工单", HEADER, rows)


def _exportable(visit: Visit) -> list[str]:
    return [unit.id for unit in visit.units_with(visit.actor.units(EXPORT))]


def _row(visit: Visit, ticket: Ticket) -> tuple[sheet.Cell, ...]:
    return (
        ticket.number,
        label("kind", ticket.kind) if ticket.kind else label("category", ticket.category),
        label("status", ticket.status),
        visit.unit_name(ticket.center_id),
        ticket.assignee_name or "",
        label("ip_type", ticket.ip_type),
        label("channel", ticket.channel),
        f"{local(ticket.opened_at):%Y-%m-%d}",
        f"{local(ticket.due_at):%Y-%m-%d}" if ticket.due_at else "",
        "是" if ticket.supervised else "",
    )


def download(
    visit: Visit, name: str, header: tuple[str, ...], rows: list[tuple[sheet.Cell, ...]]
) -> Response:
    """A table as the {kind} of the address: csv, else xlsx."""
    if visit.blank("kind") == "csv":
        body, kind, media = sheet.as_csv(header, rows), "csv", "text/csv; charset=utf-8"
    else:
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        body, kind = sheet.xlsx(name, header, rows), "xlsx"
    file = quote(f"{name}-{local(visit.now):%Y%m%d}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
    return Response(body, media_type=media, headers=headers)


def save_filter(visit: Visit) -> Response:
    """Keep the present filter under a name."""
    name, query = visit.form.line("name", most=40), visit.form.line("query", most=400)
    saved.save(visit.session, visit.actor.id, ROOM, name, query)
    return visit.back_to("/tickets", query, "filter_saved")


def drop_filter(visit: Visit) -> Response:
    """Forget one."""
    saved.drop(visit.session, visit.actor.id, visit.form.number("id") or 0)
    return visit.go("/tickets", "filter_dropped")
