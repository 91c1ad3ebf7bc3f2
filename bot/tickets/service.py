"""The verbs of the case backend: one verb, one event, in the caller's transaction."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from bot import faults
from bot.tickets import clocks, lifecycle, numbers, statuses, trail
from bot.tickets.records import Ticket, TicketUnit

_TRIES = 3
NO_PLACE: dict[str, Any] = {"prefecture": None, "county": None, "outside": None}


@dataclass(frozen=True)
class NewTicket:
    """What a confirmed form brings (contract, section 6)."""

    form_instance: str
    category: str
    center_id: str
    center_tier: str
    route_reason: str
    description: str
    channel: str
    conversation_id: str
    kind: str | None = None
    center_prefecture: str | None = None
    cooperating: list[dict[str, Any]] = field(default_factory=list)
    ip_type: str | None = None
    right_no: str | None = None
    applicant_name: str | None = None
    applicant_org: str | None = None
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    anonymous: bool = False
    applicant_region: dict[str, Any] = field(default_factory=lambda: dict(NO_PLACE))
    infringement_region: dict[str, Any] = field(default_factory=lambda: dict(NO_PLACE))
    respondent: str | None = None
    platform: str | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    wants: list[str] = field(default_factory=list)


def open(session: Session, new: NewTicket, *, at: datetime) -> Ticket:
    """Open a ticket; asked again for the same form instance, the same ticket.

    The unique keys decide between two that open at the same instant, or draw the same number.
    """
    for attempt in range(_TRIES):
        known = _by_instance(session, new.form_instance)
        if known is not None:
            return known
        try:
            with session.begin_nested():
                return _insert(session, new, at)
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("the last try returns or raises")


def _by_instance(session: Session, form_instance: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.form_instance == form_instance))


def _insert(session: Session, new: NewTicket, at: datetime) -> Ticket:
    ticket = Ticket(
        **asdict(new),
        number=numbers.unused(session),
        status=statuses.OPENED,
        opened_at=at,
        updated_at=at,
        supervised=False,
        # 举报人的身份: sealed from the first moment, also from colleagues.
        protected=new.kind == "tip",
    )
    reckoning = clocks.start(ticket, at)
    session.add(ticket)
    session.flush()
    units = {helper["center_id"] for helper in new.cooperating} - {new.center_id}
    session.add_all(TicketUnit(ticket_id=ticket.id, unit=unit) for unit in sorted(units))
    faults.point("ticket.before_event")
    detail = {"due": reckoning} if reckoning else {}
    trail.record(session, ticket, "open", by="bot", why=new.route_reason, at=at, detail=detail)
    faults.point("ticket.after_event")
    return ticket


def act(
    session: Session,
    ticket: Ticket,
    verb: str,
    *,
    by: str,
    role: str,
    why: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> Ticket:
    """Make one legal move and write its event.

    The row is locked and read again first: of two colleagues the later one meets the ticket as
    the earlier one left it.

    Raises:
        WrongStatus, NotAllowed: the table does not have it; nothing is changed.
    """
    # Written first: what is only pending would be lost by reading again.
    session.flush()
    session.refresh(ticket, with_for_update=True)
    before = ticket.status
    ticket.status = lifecycle.move(before, verb, role, before=_stood_before(session, ticket))
    ticket.updated_at = at
    # Also where only the trail grows: whoever saw the ticket before has seen an old version.
    flag_modified(ticket, "updated_at")
    if ticket.status != before:
        ticket.step_until = None
        ticket.closed_at = at if ticket.status in statuses.OVER else None
    detail = {"from": before, "to": ticket.status, **(detail or {})}
    trail.record(session, ticket, verb, by=by, why=why, at=at, detail=detail)
    return ticket


def _stood_before(session: Session, ticket: Ticket) -> str:
    """Where the ticket stood before it began to wait for somebody."""
    if ticket.status not in {statuses.AWAITING_SUPPLEMENT, statuses.PENDING_TRANSFER}:
        return statuses.OPENED
    waits = ("ask_supplement", "transfer")
    event = trail.last(session, ticket, *waits)
    return str(event.detail["from"]) if event else statuses.OPENED


def supplement(
    session: Session,
    ticket: Ticket,
    *,
    text: str,
    evidence: list[dict[str, Any]],
    by: str,
    at: datetime,
    role: str = lifecycle.PERSON,
) -> Ticket:
    """The person adds words or files; what was written before stays as it was."""
    new = [item for item in evidence if item not in ticket.evidence]
    detail = {"text": text, "evidence": new}
    act(session, ticket, "supplement", by=by, role=role, why="补充", at=at, detail=detail)
    ticket.evidence = [*ticket.evidence, *new]
    clocks.resume(ticket, at)
    return ticket


def withdraw(
    session: Session,
    ticket: Ticket,
    *,
    by: str,
    why: str,
    at: datetime,
    role: str = lifecycle.PERSON,
) -> Ticket:
    """The person takes the matter back."""
    return act(session, ticket, "withdraw", by=by, role=role, why=why, at=at)
