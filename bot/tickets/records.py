"""Tables of the case backend. The trail of events only grows: the ORM refuses to change it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from bot.crypto import MARK_CHARS
from bot.db import Base, UtcDateTime
from bot.sealed import Guarded, Private, Sealed, SealedJson


class Ticket(Base):
    """One matter with the unit that is responsible for it."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    # The idempotency key: one form instance is one ticket, whatever is retried.
    form_instance: Mapped[str] = mapped_column(String(64), unique=True)
    category: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(24))
    center_id: Mapped[str] = mapped_column(String(64))
    center_tier: Mapped[str] = mapped_column(String(16))
    center_prefecture: Mapped[str | None] = mapped_column(String(32))
    cooperating: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    route_reason: Mapped[str] = mapped_column(Text)
    ip_type: Mapped[str | None] = mapped_column(String(32))
    right_no: Mapped[str | None] = mapped_column(Text)
    applicant_name: Mapped[str | None] = mapped_column(Sealed("tickets.applicant_name"))
    applicant_org: Mapped[str | None] = mapped_column(Sealed("tickets.applicant_org"))
    role: Mapped[str | None] = mapped_column(String(32))
    phone: Mapped[str | None] = mapped_column(Sealed("tickets.phone"))
    email: Mapped[str | None] = mapped_column(Sealed("tickets.email"))
    anonymous: Mapped[bool] = mapped_column(Boolean)
    applicant_region: Mapped[dict[str, Any]] = mapped_column(JSON)
    infringement_region: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Sealed where the ticket is protected: what a tip tells may say who gave it.
    respondent: Mapped[str | None] = mapped_column(Guarded("tickets.respondent"))
    platform: Mapped[str | None] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Guarded("tickets.description"))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    wants: Mapped[list[str]] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The clock: from when it is reckoned, since when it stands still, when it stood still
    # before (pairs of ISO days), working days granted on top, and how loud it has rung.
    clock_from: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stops: Mapped[list[list[str]]] = mapped_column(JSON)
    extra_days: Mapped[int] = mapped_column(Integer)
    alarm: Mapped[str | None] = mapped_column(String(12))
    # Until when somebody else has to act (补正、接收); none once colleagues were told it is late.
    step_until: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    assignee_id: Mapped[int | None] = mapped_column(Integer, index=True)
    assignee_name: Mapped[str | None] = mapped_column(String(64))
    # The unit that handed it over and waits for the other to take it.
    sent_by: Mapped[str | None] = mapped_column(String(64), index=True)
    outcome: Mapped[str | None] = mapped_column(Guarded("tickets.outcome"))
    merged_into: Mapped[str | None] = mapped_column(String(16))
    supervised: Mapped[bool] = mapped_column(Boolean)
    # Whose identity even colleagues see only with a reason that is kept.
    protected: Mapped[bool] = mapped_column(Boolean)
    # Counts changes: two colleagues cannot both move the same ticket.
    version: Mapped[int] = mapped_column(Integer)

    __table_args__ = (
        Index("ix_tickets_conversation", "conversation_id", "id"),
        Index("ix_tickets_center", "center_id", "status"),
        Index("ix_tickets_due", "due_at"),
        # What lists count, and what figures reckon with: answered without reading the rows.
        Index(
            "ix_tickets_desk",
            "status",
            "due_at",
            "center_id",
            "assignee_id",
            "supervised",
            "sent_by",
        ),
        Index(
            "ix_tickets_figures",
            "opened_at",
            "status",
            "closed_at",
            "due_at",
            "center_id",
            "category",
            "kind",
            "ip_type",
            "channel",
        ),
    )
    __mapper_args__ = {"version_id_col": version}


class TicketEvent(Base):
    """One line of a ticket's trail, chained to the line before by its hash."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    verb: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(Sealed("ticket_events.why"))
    detail: Mapped[dict[str, Any]] = mapped_column(SealedJson("ticket_events.detail"))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("ticket_id", "seq"),
        Index("ix_ticket_events_verb", "verb", "at", "ticket_id"),
    )


class TicketUnit(Base):
    """A unit that helps with a ticket (协办): the same as `cooperating`, to search by."""

    __tablename__ = "ticket_units"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (Index("ix_ticket_units_unit", "unit"),)


class TicketMark(Base):
    """One keyed hash of who somebody is, to find the ticket by (`bot.tickets.marks`)."""

    __tablename__ = "ticket_marks"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(MARK_CHARS), primary_key=True)

    __table_args__ = (Index("ix_ticket_marks_mark", "mark"),)


class TrailIsInsertOnly(RuntimeError):
    """Somebody tried to change or delete an event."""


def _refuse(mapper: Any, connection: Any, target: TicketEvent) -> None:
    raise TrailIsInsertOnly(f"event {target.seq} of ticket {target.ticket_id} must stay as it is")


def _refuse_bulk(state: ORMExecuteState) -> None:
    writes = state.is_update or state.is_delete
    table = getattr(state.statement, "table", None)
    if writes and getattr(table, "name", None) == TicketEvent.__tablename__:
        raise TrailIsInsertOnly("events are only ever added; write a new one that corrects the old")


def _guard(mapper: Any, connection: Any, ticket: Ticket) -> None:
    """What a tip tells is sealed as a whole: it may say who gave it."""
    if not ticket.protected:
        return
    for name in ("description", "respondent", "outcome"):
        text = getattr(ticket, name)
        if text is not None and not isinstance(text, Private):
            setattr(ticket, name, Private(text))


sa_event.listen(Ticket, "before_insert", _guard)
sa_event.listen(Ticket, "before_update", _guard)
sa_event.listen(TicketEvent, "before_update", _refuse)
sa_event.listen(TicketEvent, "before_delete", _refuse)
sa_event.listen(Session, "do_orm_execute", _refuse_bulk)
