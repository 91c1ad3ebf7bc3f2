"""The unit's daily work on a ticket: who does it, notes, corrections, more time, pressure.

Every verb raises WrongStatus or NotAllowed when the table does not have it; then nothing changes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.staff.actor import Actor
from bot.staff.keys import PROGRAM_ID
from bot.tickets import clocks
from bot.tickets.decisions import reason
from bot.tickets.records import Ticket
from bot.tickets.service import act

CORRECTABLE = ("kind", "ip_type", "respondent", "platform", "wants", "infringement_region")
IDENTITY = ("applicant_name", "applicant_org", "phone", "email")


def assign(
    session: Session, ticket: Ticket, *, to: Actor, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Give it to a colleague of the unit."""
    if not to.roles_at(ticket.center_id) & {"handler", "supervisor"} or to.id == PROGRAM_ID:
        raise Refused(f"{to.name}不是本单位的承办人，没有改动。")
    detail = {"to_staff": to.id, "to_name": to.name}
    act(session, ticket, "assign", by=by, role=role, why=why, at=at, detail=detail)
    ticket.assignee_id, ticket.assignee_name = to.id, to.name
    return ticket


def take(
    session: Session, ticket: Ticket, *, to: Actor, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """领办: a colleague takes it on oneself."""
    if not to.roles_at(ticket.center_id) or to.id == PROGRAM_ID:
        raise Refused("只有本单位的承办人可以领办。")
    act(session, ticket, "take", by=by, role=role, why=why, at=at, detail={"to_staff": to.id})
    ticket.assignee_id, ticket.assignee_name = to.id, to.name
    return ticket


def begin(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Start working on it."""
    return act(session, ticket, "begin", by=by, role=role, why=why, at=at)


def note(session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime) -> Ticket:
    """A note for colleagues, in `why`."""
    text = reason(why, "备注不能是空的。")
    return act(session, ticket, "note", by=by, role=role, why=text, at=at)


def correct(
    session: Session,
    ticket: Ticket,
    *,
    facts: dict[str, Any],
    by: str,
    role: str,
    why: str,
    at: datetime,
) -> Ticket:
    """Correct what was noted wrongly; what stood there before is kept in the event."""
    unknown = set(facts) - set(CORRECTABLE)
    if unknown or not facts:
        raise Refused("只能更正：类型、权利类型、对方、平台、需求、发生地。")
    before = {name: getattr(ticket, name) for name in facts}
    detail = {"before": before, "after": facts}
    act(session, ticket, "correct", by=by, role=role, why=why, at=at, detail=detail)
    for name, value in facts.items():
        setattr(ticket, name, value)
    return ticket


def extend(
    session: Session, ticket: Ticket, *, days: int, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """延长: more working days, with a reason, before the deadline has passed."""
    said = reason(why, "延长时限要写明理由，对方会看到。")
    limit = clocks.limit_of(ticket)
    most = limit.extension - ticket.extra_days if limit else 0
    if ticket.due_at is None or limit is None:
        raise Refused("这件事现在没有在计时，不能延长。")
    if at > ticket.due_at:
        raise Refused("已经过期，不能再延长；延长要在到期之前办。")
    if not 1 <= days <= most:
        raise Refused(f"最多还能延长 {most} 个工作日。" if most else "不能再延长了。")
    act(session, ticket, "extend", by=by, role=role, why=said, at=at, detail={"days": days})
    ticket.extra_days += days
    clocks.reckon(ticket)
    return ticket


def supervise(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """督办: somebody above looks over the unit's shoulder until it is closed."""
    said = reason(why, "督办要写明要求。")
    act(session, ticket, "supervise", by=by, role=role, why=said, at=at)
    ticket.supervised = True
    return ticket


def remind(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """催办."""
    return act(session, ticket, "remind", by=by, role=role, why=why, at=at)


def ring(session: Session, ticket: Ticket, level: str, *, at: datetime) -> Ticket:
    """The clock rings, once for each level of `sla.alarm`."""
    verb = "warn" if level == "warned" else "escalate"
    detail = {"level": level}
    act(session, ticket, verb, by="clock", role="system", why="", at=at, detail=detail)
    ticket.alarm = level
    return ticket


def seal(
    session: Session, ticket: Ticket, *, on: bool, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Seal the person's identity from colleagues, or lift the seal."""
    said = reason(why, "请写明原因。")
    act(session, ticket, "seal", by=by, role=role, why=said, at=at, detail={"on": on})
    ticket.protected = on
    return ticket


def reveal(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Note that a colleague looks at the full identity, for a reason that everybody sees."""
    said = reason(why, "查看身份要写明原因，会留下记录。")
    return act(session, ticket, "reveal", by=by, role=role, why=said, at=at)
