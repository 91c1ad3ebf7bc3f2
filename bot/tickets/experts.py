"""The province's list of experts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SUPERVISE
from bot.tickets.consultation_records import Expert


def enrol(
    session: Session,
    by: Actor,
    name: str,
    *,
    org: str,
    fields: str,
    at: datetime,
    contact: str | None = None,
) -> Expert:
    """Put an expert on the list.

    Raises:
        Forbidden: not a supervisor of the province. Refused: no name or no field.
    """
    by.need(SUPERVISE, PROVINCE)
    if not name.strip() or not fields.strip():
        raise Refused("请写明专家姓名和擅长领域。")
    expert = Expert(
        name=name.strip()[:64],
        org=org.strip(),
        fields=fields.strip(),
        contact=contact,
        active=True,
    )
    session.add(expert)
    session.flush()
    audit.note(session, "expert.enrol", by=by.name, about=f"expert:{expert.id}", at=at)
    return expert


def strike(session: Session, by: Actor, expert_id: int, *, why: str, at: datetime) -> Expert:
    """Take an expert off the list; what was done stays.

    Raises:
        Forbidden: not a supervisor of the province. NotFound: no such expert.
    """
    by.need(SUPERVISE, PROVINCE)
    expert = session.get(Expert, expert_id)
    if expert is None:
        raise NotFound("没有这位专家。")
    expert.active = False
    about = f"expert:{expert.id}"
    audit.note(session, "expert.strike", by=by.name, about=about, at=at, why=why)
    return expert


def listed(session: Session, field: str = "") -> list[Expert]:
    """Experts on the list, by name; of a field when it names one."""
    query = select(Expert).where(Expert.active).order_by(Expert.name)
    found = list(session.scalars(query))
    return [expert for expert in found if field.strip() in expert.fields]
