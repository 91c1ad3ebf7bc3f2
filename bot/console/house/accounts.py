"""Accounts: an administrator makes them, gives roles within reach, resets, switches off.

Whoever runs one unit's accounts reaches only accounts whose every role lies there: else a new
password would open what they may not.
"""

from starlette.responses import Response

from bot.console.visit import Visit
from bot.errors import NotFound, Refused
from bot.staff import audit, queries, service
from bot.staff.permissions import MANAGE_STAFF, ROLES
from bot.staff.records import StaffAccount


def listing(visit: Visit) -> Response:
    """The accounts within reach."""
    rows = [one for one in queries.everybody(visit.session) if _reaches(visit, one)]
    return visit.page("house/staff.html", rows=rows, own=_units(visit), roles=ROLES)


def _units(visit: Visit) -> list[object]:
    return list(visit.units_with(visit.actor.units(MANAGE_STAFF)))


def _reaches(visit: Visit, account: StaffAccount) -> bool:
    held = visit.actor.units(MANAGE_STAFF)
    return held is None or all(grant.unit in held for grant in account.grants)


def _account(visit: Visit) -> StaffAccount:
    account = visit.session.get(StaffAccount, visit.id_of("id"))
    if account is None or not _reaches(visit, account):
        raise NotFound("没有这个账号。")
    return account


def show(visit: Visit) -> Response:
    """One account and what was done to it."""
    account = _account(visit)
    return visit.page(
        "house/account.html",
        account=account,
        own=_units(visit),
        roles=ROLES,
        events=audit.latest(visit.session, about=f"staff:{account.id}", limit=30),
        oneself=account.id == visit.actor.id,
    )


def _role(visit: Visit) -> tuple[str, str]:
    unit, role = visit.form.line("unit"), visit.form.line("role")
    visit.actor.need(MANAGE_STAFF, unit)
    if unit not in {one.id for one in visit.shared.directory.centers} or role not in ROLES:
        raise Refused("请选择单位和角色。没有改动。")
    return unit, role


def add(visit: Visit) -> Response:
    """A new account with its first role."""
    unit, role = _role(visit)
    made = service.add(
        visit.session,
        visit.form.line("name", most=64),
        unit=unit,
        role=role,
        password=visit.form.secret("password"),
        email=visit.form.line("email") or None,
        by=visit.actor.name,
        at=visit.now,
    )
    return visit.go(f"/staff/{made.id}", "saved")


def grant(visit: Visit) -> Response:
    """One more role; never to oneself."""
    account = _other(visit)
    unit, role = _role(visit)
    service.grant(visit.session, account, unit=unit, role=role, by=visit.actor.name, at=visit.now)
    return _back(visit)


def revoke(visit: Visit) -> Response:
    """Take a role away; the account's sessions end."""
    account = _other(visit)
    unit, role = _role(visit)
    service.revoke(visit.session, account, unit=unit, role=role, by=visit.actor.name, at=visit.now)
    return _back(visit)


def password(visit: Visit) -> Response:
    """A new password, told to the colleague by the administrator; a lock is lifted."""
    secret = visit.form.secret("password")
    service.set_password(visit.session, _other(visit), secret, by=visit.actor.name, at=visit.now)
    return _back(visit)


def unbind(visit: Visit) -> Response:
    """Unbind a lost phone."""
    service.set_totp(visit.session, _other(visit), None, by=visit.actor.name, at=visit.now)
    return _back(visit)


def switch(visit: Visit) -> Response:
    """Switch an account off, its sessions end at once; or on again."""
    on = visit.form.line("on") == "1"
    service.switch(visit.session, _other(visit), on=on, by=visit.actor.name, at=visit.now)
    return _back(visit)


def _other(visit: Visit) -> StaffAccount:
    """The account, which must be somebody else's: nobody changes their own roles."""
    account = _account(visit)
    if account.id == visit.actor.id:
        raise Refused("自己的账号要请另一位管理员来改。没有改动。")
    return account


def _back(visit: Visit) -> Response:
    return visit.go(f"/staff/{visit.id_of('id')}", "saved")
