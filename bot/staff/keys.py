"""Keys of other programs: made once and shown once, bound to a unit, revoked at once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.key_records import ApiKey
from bot.staff.permissions import HANDLER, SUPERVISOR

PREFIX = "hl_"
# Of nobody: a program is no colleague that work could be given to.
PROGRAM_ID = 0


class BadKey(Refused):
    """The key is unknown or was revoked."""


@dataclass(frozen=True)
class Program:
    """A program that has signed in."""

    actor: Actor
    may_act: bool


def make(
    session: Session, *, unit: str, name: str, role: str, may_act: bool, by: str, at: datetime
) -> str:
    """A new key; it is shown this once.

    Raises:
        Refused: no name, or a role that does no casework.
    """
    if role not in {HANDLER, SUPERVISOR} or not 1 <= len(name.strip()) <= 40:
        raise Refused("密钥要有名称；角色是 handler 或 supervisor。")
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        unit=unit,
        name=name.strip(),
        role=role,
        may_act=may_act,
        key_hash=_hash(key),
        created_at=at,
    )
    session.add(row)
    session.flush()
    detail = {"unit": unit, "role": role, "may_act": may_act}
    audit.note(session, "key.make", by=by, about=f"key:{row.id}", at=at, detail=detail)
    return key


def revoke(session: Session, key_id: int, *, by: str, at: datetime) -> None:
    """Take a key back; the next call with it is refused.

    Raises:
        NotFound: there is no such key.
    """
    row = session.get(ApiKey, key_id)
    if row is None:
        raise NotFound("没有这个密钥。")
    if row.revoked_at is None:
        row.revoked_at = at
        audit.note(session, "key.revoke", by=by, about=f"key:{key_id}", at=at)


def program(session: Session, key: str) -> Program:
    """The program of a key.

    Raises:
        BadKey: unknown or revoked; the answer is the same.
    """
    row = session.scalar(select(ApiKey).where(ApiKey.key_hash == _hash(key[:200])))
    if row is None or row.revoked_at is not None:
        raise BadKey("密钥无效或已停用。")
    actor = Actor(PROGRAM_ID, f"接口：{row.name}", frozenset({(row.unit, row.role)}))
    return Program(actor, row.may_act)


def everything(session: Session) -> list[ApiKey]:
    """All keys, oldest first."""
    return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
