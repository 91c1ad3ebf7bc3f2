"""The province's list of experts for infringement-judgement consultations."""

from sqlalchemy import func, select
from starlette.responses import Response

from bot.console.visit import Visit
from bot.desk import sight
from bot.staff.permissions import PROVINCE, SUPERVISE
from bot.tickets import consultations, experts
from bot.tickets.consultation_records import Consultation, Invitation
from bot.tickets.records import Ticket


def listing(visit: Visit) -> Response:
    """The experts, and the consultations that the colleague may see, newest first."""
    query = (
        select(Consultation, Ticket)
        .join(Ticket, Ticket.id == Consultation.ticket_id)
        .where(sight.tickets_seen_by(visit.actor))
        .order_by(Consultation.id.desc())
        .limit(100)
    )
    asked = dict(
        visit.session.execute(
            select(Invitation.expert_id, func.count()).group_by(Invitation.expert_id)
        )
        .tuples()
        .all()
    )
    leads = visit.actor.may(SUPERVISE, PROVINCE)
    return visit.page(
        "plan/experts.html",
        experts=experts.listed(visit.session, visit.asked("field")),
        field=visit.asked("field"),
        asked=asked,
        consultations=visit.session.execute(query).tuples().all(),
        states=consultations.LABELS,
        leads=leads,
    )


def enrol(visit: Visit) -> Response:
    """Put an expert on the list."""
    form = visit.form
    experts.enrol(
        visit.session,
        visit.actor,
        form.line("name"),
        org=form.line("org"),
        fields=form.line("fields"),
        contact=form.line("contact") or None,
        at=visit.now,
    )
    return visit.go("/plan/experts", "saved")


def strike(visit: Visit) -> Response:
    """Take an expert off the list."""
    why = visit.form.line("why")
    experts.strike(visit.session, visit.actor, visit.id_of("id"), why=why, at=visit.now)
    return visit.go("/plan/experts", "saved")
