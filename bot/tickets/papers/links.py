"""Private links to a ticket's papers: unguessable, for a day, for so many openings."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.tickets.papers.link_records import PaperLink
from bot.tickets.records import Ticket

LIFETIME = timedelta(hours=24)
OPENINGS = 60
GONE = "这个链接已经失效。请回到对话里说「查进度」，会给您新的链接。"


def give(session: Session, ticket: Ticket, *, at: datetime) -> str:
    """A new link's token; links that have expired are forgotten."""
    session.execute(delete(PaperLink).where(PaperLink.expires_at < at))
    token = secrets.token_urlsafe(32)
    session.add(
        PaperLink(
            token_hash=_hash(token), ticket_id=ticket.id, expires_at=at + LIFETIME, openings=0
        )
    )
    return token


def follow(session: Session, token: str, *, at: datetime) -> Ticket:
    """The ticket that a token opens; each time counts.

    Raises:
        NotFound: unknown, expired or used up; the answer is the same.
    """
    link = session.get(PaperLink, _hash(token[:200]), with_for_update=True)
    if link is None or link.expires_at <= at or link.openings >= OPENINGS:
        raise NotFound(GONE)
    link.openings += 1
    return session.get_one(Ticket, link.ticket_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
