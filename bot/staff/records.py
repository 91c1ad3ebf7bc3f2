"""Tables of the staff: accounts, roles at units, sessions, and the trail of their acts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, relationship

from bot.db import Base, UtcDateTime
from bot.sealed import Sealed


class StaffGrant(Base):
    """One role of one colleague at one unit."""

    __tablename__ = "staff_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    unit: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))

    __table_args__ = (
        UniqueConstraint("staff_id", "unit", "role"),
        Index("ix_staff_grants_unit", "unit", "role"),
    )


class StaffAccount(Base):
    """One colleague. An account is switched off, never deleted: the trail speaks of it."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(Sealed("staff.totp_secret", 64))
    # The newest time step that was used: a code opens only once.
    totp_step: Mapped[int | None] = mapped_column(Integer)
    email: Mapped[str | None] = mapped_column(Sealed("staff.email"))
    active: Mapped[bool] = mapped_column(Boolean)
    failures: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    grants: Mapped[list[StaffGrant]] = relationship(
        lazy="selectin", order_by=StaffGrant.id, cascade="all, delete-orphan"
    )


class StaffSession(Base):
    """One sign-in; its id is the hash of the cookie's token."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEvent(Base):
    """One act of a colleague outside a ticket's own trail, sealed with the seal before it."""

    __tablename__ = "audit_events"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80), index=True)
    why: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditIsInsertOnly(RuntimeError):
    """Somebody tried to change or delete an event."""


def _refuse(mapper: Any, connection: Any, target: AuditEvent) -> None:
    raise AuditIsInsertOnly(f"audit event {target.seq} must stay as it is")


def _refuse_bulk(state: ORMExecuteState) -> None:
    table = getattr(getattr(state.statement, "table", None), "name", None)
    if (state.is_update or state.is_delete) and table == AuditEvent.__tablename__:
        raise AuditIsInsertOnly("audit events are only ever added")


sa_event.listen(AuditEvent, "before_update", _refuse)
sa_event.listen(AuditEvent, "before_delete", _refuse)
sa_event.listen(Session, "do_orm_execute", _refuse_bulk)
