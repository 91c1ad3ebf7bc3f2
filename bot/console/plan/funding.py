"""Funding lists (资助项目): collected and preselected by a unit, selected by the province."""

from urllib.parse import quote

from starlette.responses import Response

from bot.console.visit import Visit
from bot.desk import funding as desk_funding
from bot.errors import NotFound
from bot.staff.permissions import PROVINCE, SUPERVISE
from bot.tickets import funding, funding_export, funding_lists
from bot.tickets.funding_records import FundingList
from bot.tickets.periods import CADENCES, parse


def listing(visit: Visit) -> Response:
    """All lists the colleague may see, and how often each kind of unit recommends."""
    found = funding_lists.listed(visit.session, visit.actor, visit.shared.directory)
    rows = [(one, _period(one), funding.entries(visit.session, one)) for one in found]
    own = visit.units_with(visit.actor.units(SUPERVISE))
    return visit.page(
        "plan/funding.html",
        rows=rows,
        states=funding.LISTS,
        cadences=_cadences(),
        due=[(unit, funding.period_at(unit.id, visit.shared.directory, visit.now)) for unit in own],
    )


def _cadences() -> list[tuple[str, str, str]]:
    """Tier, how often, and where that is written."""
    tiers = funding.rules()["tiers"]
    return [(tier, CADENCES[rule["cadence"]], rule["source"]) for tier, rule in tiers.items()]


def _period(one: FundingList) -> str:
    period = parse(one.period)
    return period.name if period else one.period


def _seen(visit: Visit) -> FundingList:
    return funding_lists.seen(visit.session, visit.actor, visit.id_of("id"), visit.shared.directory)


def show(visit: Visit) -> Response:
    """One list with its entries and what may be done now."""
    found = _seen(visit)
    near = funding_lists.neighbours(found.unit, visit.shared.directory)
    leads = any(visit.actor.may(SUPERVISE, unit) for unit in near)
    return visit.page(
        "plan/funding_list.html",
        found=found,
        period=_period(found),
        entries=funding.entries(visit.session, found),
        states=funding.STATES,
        list_state=funding.LISTS[found.state],
        aims=funding.rules()["aims"],
        preselecting=leads and found.state == funding.DRAFT,
        selecting=visit.actor.may(SUPERVISE, PROVINCE) and found.state == funding.SENT,
    )


def preselect(visit: Visit) -> Response:
    """初选: keep an entry or leave it out."""
    funding_lists.preselect(
        visit.session,
        visit.actor,
        visit.id_of("entry"),
        visit.shared.directory,
        on=visit.form.line("on") == "1",
        why=visit.form.text("why"),
        at=visit.now,
    )
    return _back(visit, "saved")


def select(visit: Visit) -> Response:
    """筛选: the province selects an entry or not; the person is told when it is selected."""
    desk_funding.select_entry(
        visit.session,
        visit.actor,
        visit.id_of("entry"),
        visit.shared.directory,
        on=visit.form.line("on") == "1",
        why=visit.form.text("why"),
        amount=visit.form.line("amount") or None,
        at=visit.now,
    )
    return _back(visit, "saved")


def send(visit: Visit) -> Response:
    """报送省中心."""
    funding_lists.send(
        visit.session, visit.actor, visit.id_of("id"), visit.shared.directory, at=visit.now
    )
    return _back(visit, "list_sent")


def decide(visit: Visit) -> Response:
    """The province has selected from the whole list."""
    funding_lists.decide(
        visit.session, visit.actor, visit.id_of("id"), visit.shared.directory, at=visit.now
    )
    return _back(visit, "list_decided")


def _back(visit: Visit, done: str) -> Response:
    return visit.go(f"/plan/funding/{visit.id_of('id')}", done)


def export(visit: Visit) -> Response:
    """The list as a spreadsheet or as a paper to sign."""
    found, directory = _seen(visit), visit.shared.directory
    entries = funding.entries(visit.session, found)
    makers = {"xlsx": funding_export.as_xlsx, "docx": funding_export.as_docx}
    kind = visit.blank("kind")
    if kind not in makers:
        raise NotFound("没有这种格式。")
    name = quote(f"{funding_export.title(found, directory)}.{kind}")
    office = "application/vnd.openxmlformats-officedocument."
    media = {"xlsx": "spreadsheetml.sheet", "docx": "wordprocessingml.document"}
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    body = makers[kind](found, entries, directory)
    return Response(body, media_type=office + media[kind], headers=headers)
