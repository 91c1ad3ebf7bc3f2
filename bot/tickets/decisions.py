"""What staff decide about a ticket. The machine never declines or closes: only people may.

Every verb raises WrongStatus or NotAllowed when the table does not have it, and ReasonMissing when
the person would be left without a reason; then nothing is changed.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.tickets import clocks
from bot.tickets.lifecycle import move
from bot.tickets.records import Ticket
from bot.tickets.service import act
from bot.tickets.statuses import OPENED


class ReasonMissing(Refused):
    """A decision against the person needs a reason the person can read."""


def accept(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """受理: the unit takes the matter on."""
    return act(session, ticket, "accept", by=by, role=role, why=why, at=at)


def ask_supplement(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """补正: tell the person in `why` what is missing; the clock stops until it comes."""
    needed = reason(why, "请写明需要补充哪些材料。")
    until = clocks.step_due("supplement", ticket.center_id, at)
    detail = {"until": until.isoformat()} if until else {}
    act(session, ticket, "ask_supplement", by=by, role=role, why=needed, at=at, detail=detail)
    ticket.step_until = until
    clocks.stop(ticket, at)
    return ticket


def decline(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """不予受理, with the reason and until when the person may object."""
    said = reason(why, "不予受理要写明理由，对方会看到。")
    until = clocks.step_due("appeal", ticket.center_id, at)
    detail = {"appeal_until": until.isoformat()} if until else {}
    return act(session, ticket, "decline", by=by, role=role, why=said, at=at, detail=detail)


def decide(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """处理结果, in `why`."""
    outcome = reason(why, "请写明处理结果，对方会看到。")
    act(session, ticket, "decide", by=by, role=role, why=outcome, at=at)
    ticket.outcome = outcome
    return ticket


def close(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """办结, with the result in `why` unless it was decided before.

    Only a callback or an activity ends as it was filed; anything else is taken on or declined.
    """
    move(ticket.status, "close", role)
    if not may_end(ticket):
        raise Refused("援助申请和举报投诉要先受理，或不予受理并写明理由；不能直接办结。")
    result = reason(why or ticket.outcome or "", "办结前请写明处理结果。")
    act(session, ticket, "close", by=by, role=role, why=result, at=at)
    ticket.outcome = ticket.outcome or result
    return ticket


def may_end(ticket: Ticket) -> bool:
    """Whether it may be closed without having been taken on and decided."""
    return ticket.status != OPENED or ticket.category in {"callback", "activity"}


def follow_up(
    session: Session,
    ticket: Ticket,
    *,
    by: str,
    role: str,
    why: str,
    at: datetime,
    reached: bool = True,
    satisfied: int | None = None,
) -> Ticket:
    """回访: whether the person was reached, how satisfied (1 to 5), what was said in `why`."""
    if satisfied is not None and not 1 <= satisfied <= 5:
        raise Refused("满意度是 1 到 5。")
    if not reached and satisfied is not None:
        raise Refused("没有联系上，就没有满意度。")
    detail = {"reached": reached, "satisfied": satisfied}
    return act(session, ticket, "follow_up", by=by, role=role, why=why, at=at, detail=detail)


def reopen(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """Take it up again, with a clock that begins anew."""
    said = reason(why, "重新办理要写明原因。")
    act(session, ticket, "reopen", by=by, role=role, why=said, at=at)
    ticket.outcome = None
    clocks.start(ticket, at)
    return ticket


def appeal(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """申诉 against 不予受理, by the person or noted by a colleague; supervisors decide."""
    said = reason(why, "请写明为什么不同意。")
    return act(session, ticket, "appeal", by=by, role=role, why=said, at=at)


def uphold(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """维持不予受理, with the reason."""
    said = reason(why, "维持不予受理要写明理由，对方会看到。")
    return act(session, ticket, "uphold", by=by, role=role, why=said, at=at)


def reason(why: str, otherwise: str) -> str:
    """The reason, without the blanks around it.

    Raises:
        ReasonMissing: there is none; `otherwise` is what to tell.
    """
    if not why.strip():
        raise ReasonMissing(otherwise)
    return why.strip()
