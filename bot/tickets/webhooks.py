"""Telling other programs of a change: queued with the event itself, in the same transaction.

What is sent names the ticket and the move, and no person: the program reads the rest by the API.
"""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.staff import audit
from bot.staff.permissions import PROVINCE
from bot.tickets.records import Ticket, TicketEvent
from bot.tickets.webhook_records import Webhook, WebhookDelivery


def enrol(session: Session, *, unit: str, url: str, secure: bool, by: str, at: datetime) -> Webhook:
    """Tell a unit's program from now on; its secret signs what is sent.

    Raises:
        Refused: no web address, or one without encryption where it is required (`secure`).
    """
    parts = urlsplit(url)
    allowed = {"https"} if secure else {"https", "http"}
    if parts.scheme not in allowed or not parts.hostname or parts.username:
        raise Refused("回调地址要以 https:// 开头，不带用户名和密码。")
    hook = Webhook(unit=unit, url=url, secret=secrets.token_hex(32), active=True, created_at=at)
    session.add(hook)
    session.flush()
    about = f"webhook:{hook.id}"
    audit.note(session, "webhook.enrol", by=by, about=about, at=at, detail={"unit": unit})
    return hook


def strike(session: Session, webhook_id: int, *, by: str, at: datetime) -> None:
    """Tell it nothing more.

    Raises:
        NotFound: there is none.
    """
    hook = session.get(Webhook, webhook_id)
    if hook is None:
        raise NotFound("没有这个回调。")
    hook.active = False
    audit.note(session, "webhook.strike", by=by, about=f"webhook:{webhook_id}", at=at)


def queue(session: Session, ticket: Ticket, event: TicketEvent) -> None:
    """Queue one event for every program whose unit has a part in the ticket."""
    units = _units(ticket, event)
    query = select(Webhook).where(Webhook.active, Webhook.unit.in_(units))
    for hook in session.scalars(query):
        event_id = secrets.token_hex(16)
        body = {
            "id": event_id,
            "number": ticket.number,
            "event": event.verb,
            "status": event.detail.get("to", ticket.status),
            "center_id": ticket.center_id,
            "at": event.at.isoformat(),
        }
        session.add(
            WebhookDelivery(
                webhook_id=hook.id,
                event_id=event_id,
                body=body,
                status="waiting",
                tries=0,
                next_at=event.at,
            )
        )


def _units(ticket: Ticket, event: TicketEvent) -> set[str]:
    helpers = {helper["center_id"] for helper in ticket.cooperating}
    named = {event.detail.get("to_center"), event.detail.get("unit"), ticket.sent_by}
    return {PROVINCE, ticket.center_id, *helpers, *(unit for unit in named if unit)}
