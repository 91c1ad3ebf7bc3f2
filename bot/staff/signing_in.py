"""Signing in and staying signed in: lockout, idle and absolute ends, one token per session.

A refused sign-in is returned, not raised: the count of failures has to be committed.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.staff import audit, passwords, queries, totp
from bot.staff.actor import Actor
from bot.staff.records import StaffAccount, StaffSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
FREE_TRIES = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=5), timedelta(hours=1)
# Writing at every request would make every page a writer.
SEEN_EVERY = timedelta(minutes=1)
WRONG = "账号、密码或验证码不对。连续输错几次，账号会锁定一会儿。"


@dataclass(frozen=True)
class Opened:
    """A new session: the token belongs into the cookie, the csrf secret into forms."""

    token: str
    csrf: str
    actor: Actor
    expires_at: datetime


@dataclass(frozen=True)
class Denied:
    """No session, and what to tell: the same for every cause."""

    message: str = WRONG


@dataclass(frozen=True)
class SignedIn:
    """A living session."""

    actor: Actor
    csrf: str


class SessionOver(Refused):
    """The session has ended; sign in again."""


@dataclass(frozen=True)
class Claimed:
    """Who somebody claims to be, and whether the password fitted the hash it was held against."""

    staff_id: int | None
    held_against: str
    fits: bool


def claimed(session: Session, name: str, password: str) -> Claimed:
    """Hold a password against an account. Only reads, and takes its time on purpose: call it where
    nobody waits for a lock, then `decide`.
    """
    account = session.scalar(select(StaffAccount).where(StaffAccount.name == name.strip()[:64]))
    stored = account.password_hash if account else None
    fits = passwords.fits(stored, password)
    return Claimed(account.id if account else None, stored or "", fits)


def decide(session: Session, claim: Claimed, code: str = "", *, at: datetime) -> Opened | Denied:
    """Open a session, or count a failure. Commit after either.

    Of many tries at once each is decided after the other: the fifth failure locks out the sixth.
    """
    if claim.staff_id is None:
        return Denied()
    account = session.get_one(
        StaffAccount, claim.staff_id, with_for_update=True, populate_existing=True
    )
    if account.locked_until is not None and account.locked_until > at:
        return Denied()
    fits = claim.fits and claim.held_against == account.password_hash
    if not (fits and account.active and _second_factor(account, code, at)):
        _count_failure(session, account, at)
        return Denied()
    account.failures, account.locked_until = 0, None
    return _open(session, account, at)


def sign_in(
    session: Session, name: str, password: str, code: str = "", *, at: datetime
) -> Opened | Denied:
    """Both in one transaction, where no others wait."""
    return decide(session, claimed(session, name, password), code, at=at)


def _second_factor(account: StaffAccount, code: str, at: datetime) -> bool:
    if account.totp_secret is None:
        return True
    step = totp.step_of(account.totp_secret, code, at, after=account.totp_step)
    if step is not None:
        account.totp_step = step
    return step is not None


def _count_failure(session: Session, account: StaffAccount, at: datetime) -> None:
    account.failures += 1
    about = f"staff:{account.id}"
    audit.note(session, "staff.sign_in_failed", by=account.name, about=about, at=at)
    over = account.failures - FREE_TRIES
    if over >= 0:
        lock = min(FIRST_LOCK * 2 ** min(over, 8), LONGEST_LOCK)
        account.locked_until = at + lock
        detail = {"minutes": int(lock.total_seconds() // 60)}
        audit.note(session, "staff.locked", by=account.name, about=about, at=at, detail=detail)


def _open(session: Session, account: StaffAccount, at: datetime) -> Opened:
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session.add(
        StaffSession(id=_key(token), staff_id=account.id, csrf=csrf, created_at=at, seen_at=at)
    )
    about = f"staff:{account.id}"
    audit.note(session, "staff.sign_in", by=account.name, about=about, at=at)
    return Opened(token, csrf, queries.actor_of(account), at + ABSOLUTE)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(session: Session, token: str, *, at: datetime) -> SignedIn:
    """The living session of a token. Only reads; `keep_alive` slides its end.

    Raises:
        SessionOver: unknown, ended, too long idle, too old, or its account is switched off.
    """
    row = session.get(StaffSession, _key(token))
    account = session.get(StaffAccount, row.staff_id) if row else None
    if row is None or account is None or not account.active or not _alive(row, at):
        raise SessionOver("登录已过期，请重新登录。没有保存的内容请先复制。")
    return SignedIn(queries.actor_of(account), row.csrf)


def _alive(row: StaffSession, at: datetime) -> bool:
    return row.ended_at is None and at < row.seen_at + IDLE and at < row.created_at + ABSOLUTE


def wants_keeping(session: Session, token: str, *, at: datetime) -> bool:
    """Whether the last sign of life is old enough to be worth a write."""
    row = session.get(StaffSession, _key(token))
    return row is not None and at - row.seen_at >= SEEN_EVERY


def keep_alive(session: Session, token: str, *, at: datetime) -> None:
    """Note a sign of life."""
    row = session.get(StaffSession, _key(token))
    if row is not None and _alive(row, at):
        row.seen_at = at


def once(session: Session, token: str) -> str | None:
    """The name of the colleague whose session a token opened, even if it is over."""
    row = session.get(StaffSession, _key(token))
    account = session.get(StaffAccount, row.staff_id) if row else None
    return account.name if account else None


def sign_out(session: Session, token: str, *, at: datetime) -> None:
    """End a session on the server; ending it twice changes nothing."""
    row = session.get(StaffSession, _key(token))
    if row is not None and row.ended_at is None:
        row.ended_at = at
