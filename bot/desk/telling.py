"""Telling of a change: the person in their conversation, colleagues in the console and by mail."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.clock import local
from bot.conversations import outbox
from bot.conversations.outbox import SYSTEM_SENDER, Reply
from bot.conversations.records import Conversation
from bot.errors import NotFound
from bot.staff import notices, queries
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, WORK_TICKETS
from bot.tickets.records import Ticket

UNIT, ASSIGNEE, LEAD, TOP = "unit", "assignee", "lead", "top"
# Whom of the staff a verb concerns; the one who did it is never told.
CONCERNED: dict[str, tuple[str, ...]] = {
    "open": (UNIT,),
    "assign": (ASSIGNEE,),
    "transfer": (UNIT,),
    "send_back": (UNIT,),
    "rule": (UNIT,),
    "object": (TOP,),
    "supplement": (ASSIGNEE,),
    "withdraw": (ASSIGNEE,),
    "appeal": (LEAD,),
    "remind": (ASSIGNEE, LEAD),
    "supervise": (ASSIGNEE, LEAD),
    "contribute": (ASSIGNEE,),
    "warned": (ASSIGNEE,),
    "overdue": (ASSIGNEE, LEAD),
    "escalated": (LEAD, TOP),
    "recommend_judgement": (TOP,),
    "refuse_judgement": (ASSIGNEE,),
    "deliver_opinion": (ASSIGNEE,),
    "late_supplement": (ASSIGNEE,),
    "late_receive": (LEAD, TOP),
}


def person(
    session: Session,
    ticket: Ticket,
    verb: str,
    *,
    directory: Directory,
    at: datetime,
    **facts: Any,
) -> bool:
    """Tell the person of a change where there is a sentence for it; whether they were told."""
    key = f"ticket.{verb}"
    conversation = session.get(Conversation, ticket.conversation_id)
    if conversation is None or key not in wording.sentences(wording.FILE):
        return False
    known = {"number": ticket.number, "unit": unit_name(directory, ticket.center_id)}
    known["due"] = day(ticket.due_at)
    text = wording.say(key, **{**known, **facts})
    said = Reply(text)
    # For platforms that let news through by template only, outside their window.
    notice = {"number": ticket.number, "text": text, "time": f"{local(at):%Y-%m-%d %H:%M}"}
    outbox.say(
        session, conversation, said, reply_to=None, at=at, sender=SYSTEM_SENDER, notice=notice
    )
    return True


def staff(
    session: Session, ticket: Ticket, event: str, *, at: datetime, by: Actor | None = None
) -> int:
    """Tell the colleagues whom an event concerns; how many."""
    concerned = CONCERNED.get(event, ())
    told = {one.id: one for group in concerned for one in _group(session, ticket, group)}
    if by is not None:
        told.pop(by.id, None)
    if not told:
        return 0
    text = wording.say(f"staff.{event}", number=ticket.number, due=day(ticket.due_at))
    return notices.post(session, told.values(), event, text, at=at, ticket_number=ticket.number)


def _group(session: Session, ticket: Ticket, group: str) -> list[Actor]:
    if group == ASSIGNEE and ticket.assignee_id is not None:
        try:
            return [queries.actor(session, ticket.assignee_id)]
        except NotFound:
            group = LEAD
    if group in (UNIT, ASSIGNEE):
        return queries.who_may(session, WORK_TICKETS, ticket.center_id)
    return queries.supervisors(session, ticket.center_id if group == LEAD else PROVINCE)


def unit_name(directory: Directory, center_id: str) -> str:
    """A unit's name; its id where the directory has lost it."""
    try:
        return directory.by_id(center_id).name
    except NotFound:
        return center_id


def day(moment: datetime | None) -> str:
    """A moment's day as people read it."""
    return local(moment).strftime("%Y年%-m月%-d日") if moment else "（暂停计时）"
