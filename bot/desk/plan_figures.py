"""The seven tasks of the plan of 2015 in figures, as a colleague may see them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.clock import local
from bot.desk.figures import Span
from bot.plan import activities, agreements
from bot.plan.agreement_records import Agreement
from bot.staff.actor import Actor
from bot.staff.records import StaffAccount, StaffGrant
from bot.tickets.consultation_records import Consultation
from bot.tickets.funding_records import FundingList, Nomination
from bot.tickets.records import Ticket, TicketEvent


@dataclass(frozen=True)
class Task:
    """One task: its code, and numbers by code (see the console's labels)."""

    code: str
    numbers: tuple[tuple[str, int], ...]


def seven(session: Session, by: Actor, span: Span) -> list[Task]:
    """What was done for each task in a time."""
    year = local(span.until).year
    held = activities.listed(session, by, year=year)
    register = agreements.listed(session, by)
    return [
        Task("judgement", tuple(_judgements(session, span).items())),
        Task("funding", tuple(_funding(session, span).items())),
        Task("cooperation", tuple(_cooperation(session, span).items())),
        Task(
            "promotion",
            (
                ("planned", sum(one.state in {"planned", "open", "closed"} for one in held)),
                ("held", sum(one.state == "held" for one in held)),
                ("supported", sum(one.support == "selected" for one in held)),
            ),
        ),
        Task("system", tuple(_system(session, by).items())),
        Task("agreements", _running(register, "framework")),
        Task("projects", _running(register, "project")),
    ]


def _judgements(session: Session, span: Span) -> dict[str, int]:
    query = (
        select(Consultation.state, func.count())
        .join(Ticket, Ticket.id == Consultation.ticket_id)
        .where(span.tickets, Consultation.recommended_at.between(span.since, span.until))
        .group_by(Consultation.state)
    )
    states = dict(session.execute(query).tuples().all())
    return {
        "recommended": sum(states.values()),
        "accepted": states.get("accepted", 0) + states.get("invited", 0),
        "delivered": states.get("delivered", 0),
    }


def _funding(session: Session, span: Span) -> dict[str, int]:
    query = (
        select(Nomination.state, func.count())
        .join(Ticket, Ticket.id == Nomination.ticket_id)
        .where(span.tickets, Nomination.nominated_at.between(span.since, span.until))
        .group_by(Nomination.state)
    )
    states = dict(session.execute(query).tuples().all())
    sent = select(func.count(func.distinct(FundingList.id))).where(FundingList.state != "draft")
    seen = sent.join(Nomination, Nomination.list_id == FundingList.id)
    seen = seen.join(Ticket, Ticket.id == Nomination.ticket_id).where(span.tickets)
    return {
        "nominated": sum(states.values()),
        "selected": states.get("selected", 0),
        "lists": int(session.scalar(seen) or 0),
    }


def _cooperation(session: Session, span: Span) -> dict[str, int]:
    query = (
        select(TicketEvent.verb, func.count())
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(
            span.tickets,
            TicketEvent.at.between(span.since, span.until),
            TicketEvent.verb.in_(["transfer", "invite", "supervise"]),
        )
        .group_by(TicketEvent.verb)
    )
    verbs = dict(session.execute(query).tuples().all())
    return {name: verbs.get(name, 0) for name in ("transfer", "invite", "supervise")}


def _system(session: Session, by: Actor) -> dict[str, int]:
    query = (
        select(StaffGrant.unit, func.count(func.distinct(StaffGrant.staff_id)))
        .join(StaffAccount, StaffAccount.id == StaffGrant.staff_id)
        .where(StaffAccount.active)
        .group_by(StaffGrant.unit)
    )
    units = by.units("see_figures")
    rows = session.execute(query).tuples().all()
    seen = [count for unit, count in rows if units is None or unit in units]
    return {"units": len(seen), "colleagues": sum(seen)}


def _running(register: list[Agreement], kind: str) -> tuple[tuple[str, int], ...]:
    own = [one for one in register if one.kind == kind]
    running = sum(one.state in {"signed", "running"} for one in own)
    return (("registered", len(own)), ("running", running))
