"""A ticket from a talk: opened by a colleague with what was said, or one that exists, linked."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from bot.centers.center import PREFECTURES, Center
from bot.centers.matter import Matter
from bot.centers.place import Region
from bot.centers.routing import route
from bot.console.labels import labels
from bot.console.visit import Visit
from bot.conversations import links, ownership
from bot.conversations.records import Conversation, StoredFile
from bot.desk import arrivals, sight, telling
from bot.errors import NotFound, Refused
from bot.identifiers import check_phone
from bot.staff.permissions import PROVINCE, WORK_TICKETS
from bot.tickets import service
from bot.tickets.records import Ticket
from bot.tickets.service import NO_PLACE, NewTicket

_OUTSIDE = "（省外）"
_LINES = ("applicant_name", "applicant_org", "respondent", "right_no", "platform", "email")


def draft(talk: Conversation) -> dict[str, Any]:
    """What the form begins with: what the bot has noted so far."""
    slots: Mapping[str, Any] = (talk.snapshot or {}).get("slots") or {}
    form = (talk.snapshot or {}).get("loop") or ""
    begun: dict[str, Any] = {name: _known(slots.get(name)) for name in (*_LINES, "phone")}
    begun["category"] = "complaint" if form == "complaint_form" else "assistance"
    begun["description"] = _known(slots.get("description"))
    begun["ip_type"] = _known(slots.get("ip_type"))
    wants = slots.get("wants")
    begun["wants"] = wants if isinstance(wants, list) else []
    for name in ("applicant_region", "infringement_region"):
        place = slots.get(name)
        begun[name] = (place.get("prefecture") or "") if isinstance(place, dict) else ""
    return begun


def _known(value: Any) -> str:
    marks = {"unknown", "withheld", "not_asked"}
    return value if isinstance(value, str) and value not in marks else ""


def open_ticket(visit: Visit) -> Response:
    """Open a ticket with what the form says; sent twice it is opened once."""
    talk = sight.talk(visit.session, visit.actor, visit.blank("id"))
    visit.actor.need(WORK_TICKETS, talk.center_id or PROVINCE)
    ticket = service.open(visit.session, _new(visit, talk), at=visit.now)
    if ownership.active_of(visit.session, talk.id) is None:
        arrivals.arrived(visit.session, ticket, at=visit.now)
    elif ticket.opened_at == visit.now:
        # The talk stays with the unit whose colleague is in it.
        telling.staff(visit.session, ticket, "open", at=visit.now, by=visit.actor)
    return visit.go(f"/talks/{talk.id}", "filed", tab=visit.form.line("tab") or "mine")


def _new(visit: Visit, talk: Conversation) -> NewTicket:
    form = visit.form
    category, kind = _category(form.line("category"))
    unit, reason = _unit(visit, category)
    wants = [want for want in form.many("wants") if want in labels("wants")]
    lines: dict[str, Any] = {name: form.line(name) or None for name in _LINES}
    return NewTicket(
        form_instance=f"staff:{visit.form.line('instance', most=50)}",
        category=category,
        kind=kind,
        center_id=unit.id,
        center_tier=unit.tier,
        center_prefecture=unit.prefecture,
        route_reason=reason,
        description=form.text("description", most=5000) or _missing("请写事情经过。没有登记。"),
        channel=talk.channel,
        conversation_id=talk.id,
        ip_type=form.line("ip_type") or None,
        role=None,
        phone=_phone(form.line("phone")),
        anonymous=form.ticked("anonymous"),
        applicant_region=_place(form.line("applicant_region")),
        infringement_region=_place(form.line("infringement_region")),
        evidence=_evidence(visit, talk),
        wants=wants,
        **lines,
    )


def _category(chosen: str) -> tuple[str, str | None]:
    if chosen in {"tip", "complaint"}:
        return "complaint", chosen
    if chosen in {"assistance", "activity", "callback"}:
        return chosen, None
    raise Refused("请选择登记哪一类。没有登记。")


def _missing(why: str) -> str:
    raise Refused(why)


def _phone(typed: str) -> str | None:
    if not typed:
        return None
    checked = check_phone(typed)
    if not checked.valid:
        raise Refused("联系电话不对，请核对后再登记。没有登记。")
    return checked.value


def _place(chosen: str) -> dict[str, Any]:
    if chosen in PREFECTURES:
        return {**NO_PLACE, "prefecture": chosen}
    return {**NO_PLACE, "outside": "省外"} if chosen == _OUTSIDE else dict(NO_PLACE)


def _unit(visit: Visit, category: str) -> tuple[Center, str]:
    """The unit that was chosen, or the one the rules name, and the reason in words."""
    chosen, directory = visit.form.line("unit"), visit.shared.directory
    if chosen:
        try:
            return directory.by_id(chosen), f"{visit.actor.name}登记时指定。"
        except NotFound:
            raise Refused("没有这个单位。没有登记。") from None
    matter = Matter(
        category="complaint" if category == "complaint" else "assistance",
        applicant=_region(visit.form.line("applicant_region")),
        infringement=_region(visit.form.line("infringement_region")),
        ip_type=visit.form.line("ip_type") or None,
        needs=tuple(visit.form.many("wants")),
        platform=visit.form.line("platform") or None,
    )
    found = route(matter, directory)
    if found.tier == "outside":
        return directory.provincial(), found.reason
    return directory.by_id(found.center_id), found.reason


def _region(chosen: str) -> Region | None:
    if chosen in PREFECTURES:
        return Region(prefecture=chosen)
    return Region(outside="省外") if chosen == _OUTSIDE else None


def _evidence(visit: Visit, talk: Conversation) -> list[dict[str, Any]]:
    query = select(StoredFile).where(StoredFile.conversation_id == talk.id)
    files = visit.session.scalars(query.order_by(StoredFile.uploaded_at, StoredFile.id))
    return [{"name": file.name, "sha256": file.sha256} for file in files]


def link(visit: Visit) -> Response:
    """Put the talk to a ticket that exists and may be seen."""
    talk = sight.talk(visit.session, visit.actor, visit.blank("id"))
    ticket: Ticket = sight.ticket(visit.session, visit.actor, visit.form.line("number"))
    links.link(visit.session, talk.id, ticket.number, by=visit.actor.name, at=visit.now)
    return visit.go(f"/talks/{talk.id}", "linked", tab=visit.form.line("tab") or "mine")
