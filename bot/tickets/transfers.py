"""Between units: a ticket is handed over (转办), taken, returned, disputed; other units help.

Every verb raises WrongStatus or NotAllowed when the table does not have it; then nothing changes.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.centers.center import Center
from bot.errors import NotFound, Refused
from bot.tickets import clocks, trail
from bot.tickets.decisions import reason
from bot.tickets.records import Ticket, TicketUnit
from bot.tickets.service import act


def transfer(
    session: Session, ticket: Ticket, *, to: Center, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Hand the ticket to another unit, which has to receive it."""
    said = reason(why, "转办要写明理由。")
    if to.id == ticket.center_id:
        raise Refused("已经在这个单位了，没有改动。")
    sender = [ticket.center_id, ticket.center_tier, ticket.center_prefecture]
    until = clocks.step_due("receive", to.id, at)
    detail = {
        "from_center": ticket.center_id,
        "to_center": to.id,
        "sender": sender,
        "receive_until": until.isoformat() if until else None,
    }
    act(session, ticket, "transfer", by=by, role=role, why=said, at=at, detail=detail)
    ticket.sent_by, ticket.step_until = ticket.center_id, until
    _move_to(session, ticket, to.id, to.tier, to.prefecture)
    return ticket


def receive(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """The unit it was handed to takes it; its own limit counts from now on."""
    act(session, ticket, "receive", by=by, role=role, why=why, at=at)
    ticket.sent_by = ticket.assignee_id = ticket.assignee_name = None
    clocks.reckon(ticket)
    return ticket


def send_back(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """退回: the unit it was handed to returns it to the sender, with the reason."""
    said = reason(why, "退回要写明理由。")
    return _home(session, ticket, "send_back", by=by, role=role, why=said, at=at)


def take_back(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """The sender takes it back before it was received."""
    return _home(session, ticket, "take_back", by=by, role=role, why=why, at=at)


def object_to(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """异议: the unit says it is not competent; the province rules."""
    said = reason(why, "提出异议要写明理由。")
    return act(session, ticket, "object", by=by, role=role, why=said, at=at)


def rule(
    session: Session, ticket: Ticket, *, to: Center, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """指定: the province says which unit has it."""
    said = reason(why, "指定受理单位要写明理由。")
    act(session, ticket, "rule", by=by, role=role, why=said, at=at, detail={"to_center": to.id})
    _move_to(session, ticket, to.id, to.tier, to.prefecture)
    ticket.sent_by = ticket.assignee_id = ticket.assignee_name = None
    clocks.reckon(ticket)
    return ticket


def invite(
    session: Session, ticket: Ticket, *, to: Center, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """邀请协办: another unit sees the ticket and may contribute."""
    if to.id == ticket.center_id or any(h["center_id"] == to.id for h in ticket.cooperating):
        raise Refused("这个单位已经在办或协办，没有改动。")
    act(session, ticket, "invite", by=by, role=role, why=why, at=at, detail={"unit": to.id})
    helper = {"center_id": to.id, "tier": to.tier, "prefecture": to.prefecture}
    ticket.cooperating = [*ticket.cooperating, helper]
    session.add(TicketUnit(ticket_id=ticket.id, unit=to.id))
    return ticket


def contribute(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """协办意见, in `why`."""
    said = reason(why, "请写明协办意见。")
    return act(session, ticket, "contribute", by=by, role=role, why=said, at=at)


def _home(
    session: Session, ticket: Ticket, verb: str, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    act(session, ticket, verb, by=by, role=role, why=why, at=at)
    sent = trail.last(session, ticket, "transfer")
    if sent is None:
        raise NotFound("找不到这次转办的记录，请联系管理员。")
    _move_to(session, ticket, *sent.detail["sender"])
    ticket.sent_by = None
    return ticket


def _move_to(
    session: Session, ticket: Ticket, center_id: str, tier: str, prefecture: str | None
) -> None:
    ticket.center_id, ticket.center_tier, ticket.center_prefecture = center_id, tier, prefecture
    # Who leads does not also help.
    ticket.cooperating = [h for h in ticket.cooperating if h["center_id"] != center_id]
    session.execute(
        delete(TicketUnit).where(TicketUnit.ticket_id == ticket.id, TicketUnit.unit == center_id)
    )
