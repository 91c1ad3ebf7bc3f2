"""What a form does to a ticket: one move of one, or assigning many."""

from typing import Any

from starlette.responses import Response

from bot.centers.center import PREFECTURES
from bot.console.labels import labels
from bot.console.visit import Visit
from bot.conversations import files
from bot.desk import sight
from bot.desk.cases import Desk
from bot.desk.offers import label
from bot.errors import NotFound, Refused
from bot.tickets.records import Ticket
from bot.tickets.service import NO_PLACE

# What a move's form may bring as one line of text.
_LINES = (
    "unit",
    "staff_id",
    "reached",
    "satisfied",
    "into",
    "authority",
    "days",
    "on",
    "expert",
    "answer",
    "amount",
    "aim",
)
MOST_AT_ONCE = 200


def desk(visit: Visit) -> Desk:
    """The colleague at work in this visit's transaction."""
    return Desk(visit.session, visit.actor, visit.shared.directory, visit.now)


def move(visit: Visit) -> Response:
    """Make the move of the address, with the version that the colleague saw."""
    number, verb = visit.blank("number"), visit.blank("verb")
    version = visit.form.number("version")
    if version is None:
        raise Refused("请从工单页面操作。没有改动。")
    ticket = sight.ticket(visit.session, visit.actor, number)
    why = visit.form.text("why")
    desk(visit).move(number, verb, version=version, why=why, **_facts(visit, ticket, verb))
    visit.session.flush()
    try:
        sight.ticket(visit.session, visit.actor, number)
    except NotFound:
        return visit.go("/tickets", "moved_away")
    return visit.go(f"/tickets/{ticket.number}", did=verb)


def _facts(visit: Visit, ticket: Ticket, verb: str) -> dict[str, Any]:
    form = visit.form
    facts: dict[str, Any] = {name: form.line(name) for name in _LINES if form.line(name)}
    if verb == "correct":
        facts["facts"] = _corrected(visit, ticket)
    if verb == "invite_experts":
        facts["experts"] = form.many("experts")
    if verb == "deliver_opinion":
        facts["opinion"], facts["file"] = form.text("opinion", most=10_000), _file(visit)
    return facts


def _corrected(visit: Visit, ticket: Ticket) -> dict[str, Any]:
    """The items of the form that differ from the ticket."""
    form = visit.form
    place = form.line("infringement_region")
    region = {**NO_PLACE, "prefecture": place} if place in PREFECTURES else None
    wants = [want for want in form.many("wants") if want in labels("wants")]
    wanted: dict[str, Any] = {
        "ip_type": form.line("ip_type") or None,
        "respondent": form.line("respondent") or None,
        "platform": form.line("platform", most=60) or None,
        "wants": wants,
    }
    if ticket.category == "complaint" and form.line("kind") in labels("kind"):
        wanted["kind"] = form.line("kind")
    if region and place != (ticket.infringement_region or {}).get("prefecture"):
        wanted["infringement_region"] = region
    changed = {name: value for name, value in wanted.items() if value != getattr(ticket, name)}
    if not changed:
        raise Refused("没有要更正的内容。没有改动。")
    return changed


def _file(visit: Visit) -> dict[str, Any] | None:
    """A file of a form, kept under its hash."""
    upload = visit.form.upload
    if upload is None:
        return None
    sha256, _ = files.put(visit.shared.settings.files_dir, upload.data)
    return {"name": files.safe_name(upload.name), "sha256": sha256, "size": len(upload.data)}


def assign_many(visit: Visit) -> Response:
    """Give several tickets to one colleague: all of them or, with the first refusal, none."""
    numbers, staff_id = visit.form.many("number"), visit.form.number("staff_id")
    if not numbers or staff_id is None:
        raise Refused("请勾选工单，并选择承办人。没有改动。")
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(f"一次最多分派 {MOST_AT_ONCE} 件。没有改动。")
    at_work = desk(visit)
    for number in numbers:
        version = visit.form.number(f"version-{number}")
        try:
            at_work.move(number, "assign", version=version, staff_id=staff_id)
        except Refused as error:
            raise Refused(f"{number}：{error}一件都没有分派。") from None
    return visit.back_to("/tickets", visit.form.line("query", most=400), "assigned")


def did(verb: str) -> str:
    """What is told after a move."""
    return (
        f"已{label(verb)}。"
        if verb in {"accept", "take", "receive"}
        else f"{label(verb)}：已完成。"
    )
