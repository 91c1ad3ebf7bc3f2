"""The slots of a finished form become a ticket with the responsible unit: exactly one."""

from typing import Any

from bot.actions import context, drafts
from bot.actions.intake import values
from bot.centers.matter import Matter, Route
from bot.centers.place import Region
from bot.centers.routing import route
from bot.conversations.records import StoredFile
from bot.desk import arrivals
from bot.tickets import service
from bot.tickets.service import NewTicket

CATEGORIES = {
    "assistance_form": "assistance",
    "complaint_form": "complaint",
    "activity_form": "activity",
    "callback_form": "callback",
}


def open_ticket(form: str, slots: dict[str, Any]) -> tuple[Any, Route]:
    """Open the ticket of a form instance; asked twice, it gives the same ticket."""
    turn = context.current()
    unit = route(_matter(form, slots), turn.shelf.directory)
    evidence = context.files_of_conversation(shared_ticket(slots))
    ticket = service.open(turn.session, _new_ticket(form, slots, unit, evidence), at=turn.now)
    for stored in evidence:
        stored.ticket_number = ticket.number
    arrivals.arrived(turn.session, ticket, at=turn.now)
    drafts.drop()
    return ticket, unit


def _matter(form: str, slots: dict[str, Any]) -> Matter:
    category = "complaint" if form == "complaint_form" else "assistance"
    wants = values.known(slots.get("wants")) or []
    if form == "activity_form":
        wants = ["activity"]
    return Matter(
        category=category,
        applicant=_region(slots.get("applicant_region")),
        infringement=_region(slots.get("infringement_region")),
        ip_type=values.known(slots.get("ip_type")),
        needs=tuple(wants),
        platform=values.known(slots.get("platform")),
    )


def _region(value: Any) -> Region | None:
    if not isinstance(value, dict):
        return None
    also = tuple(one for one in map(_region, value.get("more") or ()) if one is not None)
    return Region(
        prefecture=value.get("prefecture"),
        county=value.get("county"),
        outside=value.get("outside"),
        also=also,
    )


def shared_ticket(slots: dict[str, Any]) -> str | None:
    """The first of two matters told in one story: its evidence is the second's, too."""
    return slots.get("last_ticket") if slots.get("is_second") else None


def _new_ticket(
    form: str, slots: dict[str, Any], unit: Route, evidence: list[StoredFile]
) -> NewTicket:
    turn = context.current()
    category = CATEGORIES[form]
    anonymous = slots.get("consent") == "anonymous"
    own = slots.get("relation") == "own"
    right = values.known(slots.get("right_no"))
    referred = unit.tier == "outside"
    return NewTicket(
        form_instance=str(slots["form_instance"]),
        category=category,
        kind=("complaint" if own else "tip") if category == "complaint" else None,
        center_id="provincial" if referred else unit.center_id,
        center_tier="provincial" if referred else unit.tier,
        center_prefecture=None if referred else unit.prefecture,
        cooperating=[dict(helper) for helper in unit.cooperating],
        route_reason=unit.reason,
        ip_type=values.known(slots.get("ip_type")),
        right_no=_number(right),
        applicant_name=None if anonymous else values.known(slots.get("applicant_name")),
        applicant_org=None if anonymous else values.known(slots.get("applicant_org")),
        role=_role(category, own),
        phone=None if anonymous else values.known(slots.get("phone")),
        email=None if anonymous else values.known(slots.get("email")),
        anonymous=anonymous,
        applicant_region=_place(slots.get("applicant_region")),
        infringement_region=_place(slots.get("infringement_region")),
        respondent=values.known(slots.get("respondent")),
        platform=values.known(slots.get("platform")),
        description=values.known(slots.get("description")) or "（未留内容）",
        evidence=[{"name": stored.name, "sha256": stored.sha256} for stored in evidence],
        wants=values.known(slots.get("wants")) or [],
        channel=turn.channel,
        conversation_id=turn.conversation_id,
    )


def _number(right: Any) -> str | None:
    if not isinstance(right, dict):
        return None
    return str(right["value"]) + ("" if right["valid"] else " （未核对）")


def _role(category: str, own: bool) -> str | None:
    if category == "complaint":
        return "right holder" if own else "reporter"
    return "right holder" if category == "assistance" else None


def _place(value: Any) -> dict[str, Any]:
    value = value if isinstance(value, dict) else {}
    return {key: value.get(key) for key in ("prefecture", "county", "outside")}
