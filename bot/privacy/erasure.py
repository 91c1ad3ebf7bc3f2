"""Erasing what is known of a person: their talk wholly, who they are in matters that are over.

A matter under way cannot be erased: it is withdrawn first. Of a matter that is over the number,
unit, dates and moves stay, because the office answers for them; the trail keeps its hashes and
says that words were taken out, by an order that stands in the house's own trail.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.conversations import files
from bot.conversations.channel_records import SeenCall
from bot.conversations.records import Conversation, Inbound, StoredFile
from bot.db import Base
from bot.errors import NotFound, Refused
from bot.plan.activity_records import Registration
from bot.privacy import reach
from bot.staff import audit
from bot.tickets import marks, statuses
from bot.tickets.records import Ticket, TicketEvent

GONE = "（已按规定删除）"
ACT = "privacy.erase"


@dataclass
class Erased:
    """What went: rows by table, the tickets, and files that nothing points to any more."""

    rows: Counter[str] = field(default_factory=Counter)
    tickets: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def talk(session: Session, conversation_id: str, *, by: str, why: str, at: datetime) -> Erased:
    """Erase a conversation and who is behind the matters it opened; done before: nothing more.

    Raises:
        Refused: a matter of it is under way.
    """
    tickets = list(session.scalars(select(Ticket).where(Ticket.conversation_id == conversation_id)))
    for ticket in tickets:
        _need_over(ticket)
    erased = Erased()
    for ticket in tickets:
        _matter(session, ticket, erased)
    _calls(session, conversation_id, erased)
    erased.files = _files(session, conversation_id, erased)
    for table, column in reach.columns(reach.TALK):
        gone = session.execute(delete(table).where(column == conversation_id))
        erased.rows[table.name] += int(getattr(gone, "rowcount", 0))
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    for table, column in reach.columns(reach.MATTERS):
        session.execute(update(table).where(column == conversation_id).values({column: "erased"}))
    session.expire_all()
    _note(session, f"talk:{conversation_id[:40]}", erased, by, why, at)
    return erased


def ticket_by_number(session: Session, number: str, *, by: str, why: str, at: datetime) -> Erased:
    """Erase who is behind one matter that is over.

    Raises:
        NotFound: no such ticket. Refused: it is under way.
    """
    ticket = session.scalar(select(Ticket).where(Ticket.number == number))
    if ticket is None:
        raise NotFound(f"没有 {number} 这个工单。")
    _need_over(ticket)
    erased = Erased()
    _matter(session, ticket, erased)
    _note(session, f"ticket:{number}", erased, by, why, at)
    return erased


def of_phone(session: Session, phone: str) -> list[str]:
    """Numbers of the tickets of a phone, also of those sealed from colleagues."""
    found = select(Ticket).where(marks.somebody(phone))
    sealed = select(Ticket).where(Ticket.protected | Ticket.anonymous)
    tickets = [*session.scalars(found), *(t for t in session.scalars(sealed) if t.phone == phone)]
    return sorted({ticket.number for ticket in tickets})


def _need_over(ticket: Ticket) -> None:
    if ticket.status not in statuses.OVER:
        raise Refused(f"工单 {ticket.number} 还在办理中，要先撤回或办结，才能删除。")


def _matter(session: Session, ticket: Ticket, erased: Erased) -> None:
    for name in ("applicant_name", "applicant_org", "phone", "email", "right_no", "respondent"):
        setattr(ticket, name, None)
    ticket.description, ticket.evidence = GONE, []
    ticket.outcome = GONE if ticket.outcome else ticket.outcome
    session.flush()
    _words(session, ticket)
    held = Registration.ticket_number == ticket.number
    session.execute(update(Registration).where(held).values(name=GONE, phone=None, phone_mark=None))
    erased.tickets.append(ticket.number)
    erased.rows["tickets"] += 1


def _words(session: Session, ticket: Ticket) -> None:
    """Take the words out of the trail; its hashes and moves stay (`bot.tickets.trail`)."""
    events = Base.metadata.tables[TicketEvent.__tablename__]
    query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id)
    for event in session.scalars(query):
        kept: dict[str, Any] = {k: event.detail[k] for k in ("from", "to") if k in event.detail}
        change = update(events).where(events.c.id == event.id)
        # On the connection: the trail may not be changed in any other way.
        session.connection().execute(change.values(why="", detail={**kept, "erased": True}))
    session.expire_all()


def _calls(session: Session, conversation_id: str, erased: Erased) -> None:
    heard = select(Inbound.external_id).where(Inbound.conversation_id == conversation_id)
    gone = session.execute(delete(SeenCall).where(SeenCall.external_id.in_(heard)))
    erased.rows["seen_calls"] += int(getattr(gone, "rowcount", 0))


def _files(session: Session, conversation_id: str, erased: Erased) -> list[str]:
    """Hashes of files that only this conversation has."""
    own = StoredFile.conversation_id == conversation_id
    hashes = set(session.scalars(select(StoredFile.sha256).where(own)))
    shared = select(StoredFile.sha256).where(~own, StoredFile.sha256.in_(hashes))
    return sorted(hashes - set(session.scalars(shared)))


def _note(session: Session, about: str, erased: Erased, by: str, why: str, at: datetime) -> None:
    detail = {"rows": dict(sorted((+erased.rows).items())), "tickets": erased.tickets}
    for number in erased.tickets:
        audit.note(session, ACT, by=by, about=f"ticket:{number}", at=at, why=why)
    audit.note(session, ACT, by=by, about=about, at=at, why=why, detail=detail)


def remove_files(erased: Erased, folder: Path) -> int:
    """Take the bytes away, after the commit; how many."""
    gone = 0
    for name in erased.files:
        path = files.path_of(folder, name)
        gone += path.exists()
        path.unlink(missing_ok=True)
    return gone


def keep_order(path: Path, order: dict[str, str]) -> None:
    """Remember an order outside the database: a backup from before is erased anew by it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(order, ensure_ascii=False) + "\n")


def orders(path: Path) -> list[dict[str, str]]:
    """The orders kept so far."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def again(session: Session, path: Path, *, at: datetime) -> list[Erased]:
    """Carry out every kept order anew, after a restore; what is gone already is passed over."""
    done = []
    for order in orders(path):
        facts: dict[str, Any] = {"by": order["by"], "why": order["why"], "at": at}
        if "talk" in order and session.get(Conversation, order["talk"]) is not None:
            done.append(talk(session, order["talk"], **facts))
        elif "ticket" in order and _is_there(session, order["ticket"]):
            done.append(ticket_by_number(session, order["ticket"], **facts))
    return done


def _is_there(session: Session, number: str) -> bool:
    found = session.scalar(select(Ticket.description).where(Ticket.number == number))
    return found is not None and found != GONE
