"""Agreements and commissioned projects: parties, term, documents, state."""

from starlette.responses import Response

from bot.clock import local
from bot.console.cases import evidence
from bot.console.visit import Visit
from bot.conversations import files
from bot.errors import NotFound, Refused
from bot.plan import agreements
from bot.plan.agreements import Terms
from bot.staff.permissions import SUPERVISE


def listing(visit: Visit) -> Response:
    """The register, newest first."""
    return visit.page(
        "plan/agreements.html",
        rows=agreements.listed(visit.session, visit.actor),
        kinds=agreements.KINDS,
        states=agreements.STATES,
        own=visit.units_with(visit.actor.units(SUPERVISE)),
        home=visit.actor.home,
    )


def draft(visit: Visit) -> Response:
    """Enter an agreement or a project."""
    form = visit.form
    others = [name.strip() for name in form.text("others").splitlines() if name.strip()]
    terms = Terms(
        kind=form.line("kind"),
        title=form.line("title"),
        unit=form.line("unit"),
        parties=(*form.many("parties"), *others),
        about=form.text("about"),
        under_id=form.number("under_id"),
        starts_on=form.day("starts_on"),
        ends_on=form.day("ends_on"),
        amount=form.line("amount") or None,
    )
    made = agreements.draft(visit.session, visit.actor, terms, at=visit.now)
    return visit.go(f"/plan/agreements/{made.id}", "saved")


def show(visit: Visit) -> Response:
    """One agreement, its projects, its papers."""
    found = agreements.seen(visit.session, visit.actor, visit.id_of("id"))
    every = agreements.listed(visit.session, visit.actor)
    return visit.page(
        "plan/agreement.html",
        found=found,
        above=next((one for one in every if one.id == found.under_id), None),
        projects=[one for one in every if one.under_id == found.id],
        kinds=agreements.KINDS,
        states=agreements.STATES,
        moves=sorted(agreements.MOVES[found.state]),
        leads=visit.actor.may(SUPERVISE, found.unit),
    )


def set_state(visit: Visit) -> Response:
    """Move it on."""
    form = visit.form
    agreements.set_state(
        visit.session,
        visit.actor,
        visit.id_of("id"),
        form.line("state"),
        on=form.day("on") or local(visit.now).date(),
        why=form.line("why"),
        at=visit.now,
    )
    return _back(visit)


def attach(visit: Visit) -> Response:
    """Add a document; its hash goes into the register."""
    agreements.seen(visit.session, visit.actor, visit.id_of("id"))
    upload = visit.form.upload
    if upload is None:
        raise Refused("请选择文件。没有改动。")
    sha256, _ = files.put(visit.shared.settings.files_dir, upload.data)
    name = files.safe_name(upload.name)
    agreements.attach(
        visit.session, visit.actor, visit.id_of("id"), name=name, sha256=sha256, at=visit.now
    )
    return _back(visit)


def download(visit: Visit) -> Response:
    """One document."""
    found = agreements.seen(visit.session, visit.actor, visit.id_of("id"))
    asked = visit.blank("sha256")
    item = next((one for one in found.documents if one.get("sha256") == asked), None)
    if item is None:
        raise NotFound("没有找到这个文件。")
    return evidence.give(visit, str(item["name"]), asked, "application/octet-stream")


def _back(visit: Visit) -> Response:
    return visit.go(f"/plan/agreements/{visit.id_of('id')}", "saved")
