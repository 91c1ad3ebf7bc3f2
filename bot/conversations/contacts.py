"""Who is reached where: a person's conversation on a platform, opened when they first write."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.channel_records import Contact
from bot.conversations.letters import Letter
from bot.conversations.records import Conversation, Outbound

PREFIXES = {"wechat": "wx", "telegram": "tg"}


def conversation_id(channel: str, address: str) -> str:
    """The conversation of a person on a platform; made by us, the platform's id not in it."""
    digest = hashlib.sha256(f"{channel}:{address}".encode()).hexdigest()
    return f"{PREFIXES[channel]}:{digest[:40]}"


def open_for(session: Session, channel: str, address: str, *, at: datetime) -> Contact:
    """The contact of an address; made, with its conversation, at the first message.

    Two that write the first line at the same instant get the same one: the keys decide.
    """
    name = conversation_id(channel, address)
    contact = session.get(Contact, name)
    if contact is not None:
        return contact
    try:
        with session.begin_nested():
            conversation = Conversation(
                id=name, channel=channel, created_at=at, updated_at=at, last_seq=0
            )
            contact = Contact(conversation_id=name, channel=channel, address=address, menu=[])
            session.add(conversation)
            session.flush()
            session.add(contact)
            session.flush()
            return contact
    except IntegrityError:
        return session.get_one(Contact, name)


def heard_from(session: Session, contact: Contact, letter: Letter, *, at: datetime) -> None:
    """The person wrote: they can be reached again, and what was parked may go out."""
    contact.unreachable = None
    if letter.allowance is not None:
        contact.allowance = letter.allowance.messages
        contact.allowance_until = at + letter.allowance.lasts
    query = (
        update(Outbound)
        .where(Outbound.conversation_id == contact.conversation_id, Outbound.status == "parked")
        .values(status="waiting", attempts=0, due_at=None, reason=None)
    )
    session.execute(query)


def lose(session: Session, contact: Contact, why: str) -> None:
    """Nothing can be sent any more; what waited is dropped, with the reason."""
    contact.unreachable = why
    query = (
        update(Outbound)
        .where(
            Outbound.conversation_id == contact.conversation_id,
            Outbound.status.in_(["waiting", "parked"]),
        )
        .values(status="dropped", reason=why)
    )
    session.execute(query)


def hold(contact: Contact, seq: int, seconds: float, *, at: datetime) -> None:
    """A webhook waits for the reply to `seq`: the delivery leaves it alone meanwhile."""
    until = at + timedelta(seconds=seconds)
    contact.held_seq = seq
    contact.held_until = max(until, contact.held_until or until)


def let_go(session: Session, conversation: str, seq: int) -> None:
    """The webhook of `seq` has answered: what is left is delivered as usual."""
    query = (
        update(Contact)
        .where(Contact.conversation_id == conversation, Contact.held_seq == seq)
        .values(held_seq=None, held_until=None)
    )
    session.execute(query)
