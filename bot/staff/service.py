"""The verbs of accounts: made, given roles, a new password, switched off; each leaves a trace."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.staff import audit, passwords, totp
from bot.staff.permissions import ROLES
from bot.staff.records import StaffAccount, StaffGrant, StaffSession


class NameTaken(Refused):
    """There is an account of this name already."""


def add(
    session: Session,
    name: str,
    *,
    unit: str,
    role: str,
    password: str,
    by: str,
    at: datetime,
    email: str | None = None,
) -> StaffAccount:
    """Make an account with its first role. That `unit` exists is the caller's to check.

    Raises:
        NameTaken, Refused: the name, the role or the password cannot be taken.
    """
    name = name.strip()
    if not 1 <= len(name) <= 64:
        raise Refused("姓名（登录名）需要 1 到 64 个字。")
    if session.scalar(select(StaffAccount.id).where(StaffAccount.name == name)) is not None:
        raise NameTaken(f"已经有叫「{name}」的账号；要加角色请用 hotline staff grant。")
    account = StaffAccount(
        name=name,
        password_hash=passwords.hashed(password, name=name),
        email=email,
        active=True,
        failures=0,
        created_at=at,
    )
    session.add(account)
    session.flush()
    audit.note(session, "staff.add", by=by, about=f"staff:{account.id}", at=at)
    grant(session, account, unit=unit, role=role, by=by, at=at)
    return account


def named(session: Session, name: str) -> StaffAccount:
    """The account of a name.

    Raises:
        NotFound: there is none.
    """
    account = session.scalar(select(StaffAccount).where(StaffAccount.name == name.strip()))
    if account is None:
        raise NotFound(f"没有叫「{name}」的账号。")
    return account


def grant(
    session: Session, account: StaffAccount, *, unit: str, role: str, by: str, at: datetime
) -> None:
    """Give a role at a unit; given twice it is held once."""
    if role not in ROLES:
        raise Refused(f"没有「{role}」这个角色，可用：{'、'.join(ROLES)}。")
    if any((held.unit, held.role) == (unit, role) for held in account.grants):
        return
    account.grants.append(StaffGrant(unit=unit, role=role))
    detail = {"unit": unit, "role": role}
    audit.note(session, "staff.grant", by=by, about=f"staff:{account.id}", at=at, detail=detail)


def revoke(
    session: Session, account: StaffAccount, *, unit: str, role: str, by: str, at: datetime
) -> None:
    """Take a role away; its holder's sessions end, so that nothing old lives on."""
    held = [g for g in account.grants if (g.unit, g.role) == (unit, role)]
    for one in held:
        account.grants.remove(one)
        end_sessions(session, account, at=at)
        detail = {"unit": unit, "role": role}
        about = f"staff:{account.id}"
        audit.note(session, "staff.revoke", by=by, about=about, at=at, detail=detail)


def set_password(
    session: Session, account: StaffAccount, password: str, *, by: str, at: datetime
) -> None:
    """Set a new password; all sessions end and a lock is lifted.

    Raises:
        WeakPassword: it cannot be taken.
    """
    account.password_hash = passwords.hashed(password, name=account.name)
    account.failures, account.locked_until = 0, None
    end_sessions(session, account, at=at)
    audit.note(session, "staff.password", by=by, about=f"staff:{account.id}", at=at)


def switch(session: Session, account: StaffAccount, *, on: bool, by: str, at: datetime) -> None:
    """Switch an account off (its sessions end at once) or on again."""
    account.active = on
    if not on:
        end_sessions(session, account, at=at)
    verb = "staff.on" if on else "staff.off"
    audit.note(session, verb, by=by, about=f"staff:{account.id}", at=at)


def set_totp(
    session: Session, account: StaffAccount, secret: str | None, *, by: str, at: datetime
) -> None:
    """Bind an authenticator (`totp.new_secret`, confirmed by a code before), or unbind it."""
    account.totp_secret, account.totp_step = secret, None
    verb = "staff.totp_on" if secret else "staff.totp_off"
    audit.note(session, verb, by=by, about=f"staff:{account.id}", at=at)


def confirm_totp(
    session: Session, account: StaffAccount, secret: str, code: str, *, at: datetime
) -> None:
    """Bind an authenticator once its first code fits.

    Raises:
        Refused: the code does not fit.
    """
    if totp.step_of(secret, code, at, after=None) is None:
        raise Refused("验证码不对，请确认手机时间准确后再试。")
    set_totp(session, account, secret, by=account.name, at=at)


def end_sessions(session: Session, account: StaffAccount, *, at: datetime) -> None:
    """End all sessions of an account."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == account.id, StaffSession.ended_at.is_(None))
        .values(ended_at=at)
    )
