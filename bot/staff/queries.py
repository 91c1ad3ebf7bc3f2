"""Reading accounts."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SUPERVISE, TABLE
from bot.staff.records import StaffAccount, StaffGrant


def actor_of(account: StaffAccount) -> Actor:
    """The colleague of an account, as the rules see them."""
    held = frozenset((grant.unit, grant.role) for grant in account.grants)
    return Actor(account.id, account.name, held)


def actor(session: Session, staff_id: int) -> Actor:
    """The colleague with this id.

    Raises:
        NotFound: none, or switched off.
    """
    account = session.get(StaffAccount, staff_id)
    if account is None or not account.active:
        raise NotFound("没有这位同事，或者账号已停用。")
    return actor_of(account)


def everybody(session: Session) -> list[StaffAccount]:
    """All accounts, by name."""
    return list(session.scalars(select(StaffAccount).order_by(StaffAccount.name)))


def who_may(session: Session, permission: str, unit: str) -> list[Actor]:
    """Active colleagues who hold a permission at exactly this unit, by name."""
    roles = [role for role, allowed in TABLE.items() if permission in allowed]
    query = (
        select(StaffAccount)
        .join(StaffGrant, StaffGrant.staff_id == StaffAccount.id)
        .where(StaffAccount.active, StaffGrant.unit == unit, StaffGrant.role.in_(roles))
        .order_by(StaffAccount.name)
        .distinct()
    )
    return [actor_of(account) for account in session.scalars(query)]


def by_unit(session: Session, permission: str, units: Collection[str]) -> dict[str, list[Actor]]:
    """Active colleagues who hold a permission at these units, by unit and name."""
    roles = [role for role, allowed in TABLE.items() if permission in allowed]
    query = (
        select(StaffGrant.unit, StaffAccount)
        .join(StaffGrant, StaffGrant.staff_id == StaffAccount.id)
        .where(StaffAccount.active, StaffGrant.unit.in_(units), StaffGrant.role.in_(roles))
        .order_by(StaffAccount.name)
    )
    found: dict[str, dict[int, Actor]] = {}
    for unit, account in session.execute(query).tuples():
        found.setdefault(unit, {})[account.id] = actor_of(account)
    return {unit: list(people.values()) for unit, people in found.items()}


def supervisors(session: Session, unit: str) -> list[Actor]:
    """Supervisors of a unit; the province's where it has none."""
    found = who_may(session, SUPERVISE, unit)
    return found or ([] if unit == PROVINCE else supervisors(session, PROVINCE))
