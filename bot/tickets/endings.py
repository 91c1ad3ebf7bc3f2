"""Ways out of the house: merged into another ticket, referred to an outside authority."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.tickets.decisions import reason
from bot.tickets.records import Ticket
from bot.tickets.service import act


def merge(
    session: Session, ticket: Ticket, *, into: Ticket, by: str, role: str, why: str, at: datetime
) -> Ticket:
    """并单: a duplicate goes on as part of another ticket; both trails say so.

    Raises:
        Refused: the same ticket, or of another unit. WrongStatus, NotAllowed: as everywhere.
    """
    if into.id == ticket.id:
        raise Refused("不能并入自己。")
    if into.center_id != ticket.center_id:
        raise Refused("两件事不在同一个单位，请先转办。")
    detail = {"into": into.number}
    # In the order of their ids: two who merge crosswise must not wait for each other.
    for one in sorted((ticket, into), key=lambda found: found.id):
        if one is ticket:
            act(session, ticket, "merge", by=by, role=role, why=why, at=at, detail=detail)
        else:
            other = {"merged": ticket.number}
            act(session, into, "absorb", by=by, role=role, why=why, at=at, detail=other)
    ticket.merged_into = into.number
    into.evidence = [*into.evidence, *(e for e in ticket.evidence if e not in into.evidence)]
    return ticket


def refer(
    session: Session,
    ticket: Ticket,
    *,
    authority: str,
    by: str,
    role: str,
    why: str,
    at: datetime,
) -> Ticket:
    """移送: an outside authority is competent; the person reads which and why.

    Raises:
        Refused: no authority or no reason. WrongStatus, NotAllowed: as everywhere.
    """
    where = reason(authority, "请写明移送给哪个部门。")
    said = reason(why, "移送要写明理由，对方会看到。")
    detail = {"authority": where}
    return act(session, ticket, "refer", by=by, role=role, why=said, at=at, detail=detail)
