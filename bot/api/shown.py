"""A ticket as other programs see it: everything but who filed it."""

from typing import Any

from sqlalchemy.orm import Session

from bot.api.models import TicketOut
from bot.tickets import clocks, queries
from bot.tickets.records import Ticket
from bot.tickets.statuses import LABELS
from bot.tickets.words import mask_name, mask_phone


def shown(session: Session, tickets: list[Ticket]) -> list[TicketOut]:
    """These tickets, with their trails read at once."""
    objects = queries.all_as_json(session, tickets)
    return [_one(ticket, facts) for ticket, facts in zip(tickets, objects, strict=True)]


def _one(ticket: Ticket, facts: dict[str, Any]) -> TicketOut:
    reckoned = clocks.due(ticket)
    facts.pop("conversation_id")
    more = {
        "status_label": LABELS[ticket.status],
        "protected": ticket.protected,
        "updated_at": ticket.updated_at.isoformat(),
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "due_explained": reckoned.explanation() if reckoned else None,
        "assignee": ticket.assignee_name,
        "outcome": ticket.outcome,
        "supervised": ticket.supervised,
        "version": ticket.version,
    }
    return TicketOut(**{**facts, **more, **_masked(ticket)})


def _masked(ticket: Ticket) -> dict[str, str | None]:
    if ticket.protected:
        return dict.fromkeys(("applicant_name", "applicant_org", "phone", "email"))
    return {
        "applicant_name": mask_name(ticket.applicant_name) or None,
        "applicant_org": ticket.applicant_org,
        "phone": mask_phone(ticket.phone) or None,
        "email": "***" if ticket.email else None,
    }
