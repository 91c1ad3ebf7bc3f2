"""Activities: the unit's plan, who registered and came, and the province's yearly selection."""

from datetime import datetime

from starlette.responses import Response

from bot.clock import SHANGHAI, local
from bot.console.visit import Visit
from bot.errors import Refused
from bot.identifiers import check_phone
from bot.plan import activities, registrations
from bot.plan.activities import NewActivity
from bot.staff.permissions import PROVINCE, SUPERVISE, WORK_TICKETS


def listing(visit: Visit) -> Response:
    """The activities of a year, newest first."""
    year = visit.number("year") or local(visit.now).year
    found = activities.listed(visit.session, visit.actor, year=year)
    return visit.page(
        "plan/activities.html",
        rows=[(one, registrations.count(visit.session, one.id)) for one in found],
        year=year,
        kinds=activities.KINDS,
        states=activities.STATES,
        supports=activities.SUPPORTS,
        own=visit.units_with(visit.actor.units(WORK_TICKETS)),
        home=visit.actor.home,
    )


def plan(visit: Visit) -> Response:
    """Put an activity into the unit's plan."""
    form = visit.form
    new = NewActivity(
        unit=form.line("unit"),
        kind=form.line("kind"),
        title=form.line("title"),
        place=form.line("place"),
        about=form.text("about"),
        starts_at=_moment(form.line("starts_at")),
        ends_at=_moment(form.line("ends_at")),
        capacity=form.number("capacity"),
    )
    made = activities.plan(visit.session, visit.actor, new, at=visit.now)
    return visit.go(f"/plan/activities/{made.id}", "saved")


def _moment(text: str) -> datetime:
    """A time as browsers send it, on Hunan's clock."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused("请填写开始和结束的时间。没有改动。") from None


def show(visit: Visit) -> Response:
    """One activity with its registrations."""
    found = activities.seen(visit.session, visit.actor, visit.id_of("id"))
    return visit.page(
        "plan/activity.html",
        found=found,
        people=registrations.of(visit.session, visit.actor, found.id),
        kinds=activities.KINDS,
        states=activities.STATES,
        supports=activities.SUPPORTS,
        marks=registrations.STATES,
        moves=sorted(activities.MOVES[found.state]),
        works=visit.actor.may(WORK_TICKETS, found.unit),
        leads=visit.actor.may(SUPERVISE, found.unit),
        selects=visit.actor.may(SUPERVISE, PROVINCE),
        begun=found.starts_at <= visit.now,
    )


def set_state(visit: Visit) -> Response:
    """Open it, close the list, mark it as held, cancel it."""
    form = visit.form
    activities.set_state(
        visit.session,
        visit.actor,
        visit.id_of("id"),
        form.line("state"),
        why=form.line("why"),
        at=visit.now,
    )
    return _back(visit)


def propose(visit: Visit) -> Response:
    """申报特色活动."""
    why = visit.form.text("why")
    activities.propose(visit.session, visit.actor, visit.id_of("id"), why=why, at=visit.now)
    return _back(visit)


def support(visit: Visit) -> Response:
    """每年择优支持."""
    form = visit.form
    activities.select_for_support(
        visit.session,
        visit.actor,
        visit.id_of("id"),
        on=form.line("on") == "1",
        why=form.text("why"),
        amount=form.line("amount") or None,
        at=visit.now,
    )
    return _back(visit)


def register(visit: Visit) -> Response:
    """Register somebody who called or came by."""
    found = activities.seen(visit.session, visit.actor, visit.id_of("id"))
    visit.actor.need(WORK_TICKETS, found.unit)
    name, typed = visit.form.line("name", most=60), visit.form.line("phone")
    phone = check_phone(typed) if typed else None
    if not name or (phone is not None and not phone.valid):
        raise Refused("请写姓名和正确的电话。没有改动。")
    registrations.register(
        visit.session, found.id, name=name, phone=phone.value if phone else None, at=visit.now
    )
    return _back(visit)


def attendance(visit: Visit) -> Response:
    """Who came: the ticked ones came, the others of the form did not."""
    came, shown = set(visit.form.many("came")), set(visit.form.many("shown"))
    for one in registrations.of(visit.session, visit.actor, visit.id_of("id")):
        if str(one.id) in shown:
            registrations.mark_attendance(
                visit.session, visit.actor, one.id, came=str(one.id) in came, at=visit.now
            )
    return _back(visit)


def _back(visit: Visit) -> Response:
    return visit.go(f"/plan/activities/{visit.id_of('id')}", "saved")
