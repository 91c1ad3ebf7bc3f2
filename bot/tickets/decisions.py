"""What staff decide about a ticket. The machine never declines or closes: only people may."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.tickets.records import Ticket
from bot.tickets.service import act


class ReasonMissing(Refused):
    """A decision against the person needs a reason the person can read."""


def accept(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """受理: the unit takes the matter on.

    Raises:
        WrongStatus, NotAllowed: the table does not have it; nothing is changed.
    """
    return act(session, ticket, "accept", by=by, role=role, why=why, at=at)


def ask_supplement(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """补正: tell the person in `why` what is missing.

    Raises:
        ReasonMissing: `why` is blank. WrongStatus, NotAllowed: as for `accept`.
    """
    needed = _reason(why, "请写明需要补充哪些材料。")
    return act(session, ticket, "ask_supplement", by=by, role=role, why=needed, at=at)


def decline(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """不予受理, with the reason.

    Raises:
        ReasonMissing: `why` is blank. WrongStatus, NotAllowed: as for `accept`.
    """
    reason = _reason(why, "不予受理要写明理由，对方会看到。")
    return act(session, ticket, "decline", by=by, role=role, why=reason, at=at)


def close(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """办结, with the result in `why`.

    Raises:
        ReasonMissing: `why` is blank. WrongStatus, NotAllowed: as for `accept`.
    """
    result = _reason(why, "办结前请写明处理结果。")
    return act(session, ticket, "close", by=by, role=role, why=result, at=at)


def _reason(why: str, otherwise: str) -> str:
    if not why.strip():
        raise ReasonMissing(otherwise)
    return why.strip()
