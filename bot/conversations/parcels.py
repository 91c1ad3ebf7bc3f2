"""Replies of one person, taken together for delivery: claimed, packed by the channel, settled.

A claim lies on the contact: one delivery per person at a time, so that order is kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.channel_records import Contact
from bot.conversations.parcel import Item, Outcome, Parcel
from bot.conversations.records import Conversation, Message, Outbound

# A front that dies while sending leaves its claim; it ends by itself.
CLAIM_LIFETIME = timedelta(seconds=90)
_AT_ONCE = 40
SAVED = 2
LAST_MOMENT = timedelta(seconds=15)


def anything(session: Session, channels: Sequence[str], *, at: datetime) -> bool:
    """Cheap look before a claim, without taking the write lock."""
    return session.scalar(_ready(channels, at).limit(1)) is not None


def _ready(channels: Sequence[str], at: datetime) -> Select[tuple[Contact]]:
    return (
        select(Contact)
        .join(Outbound, Outbound.conversation_id == Contact.conversation_id)
        .where(
            Contact.channel.in_(channels),
            Outbound.status == "waiting",
            or_(Outbound.due_at.is_(None), Outbound.due_at <= at),
            or_(Contact.held_until.is_(None), Contact.held_until < at),
            or_(Contact.sending_until.is_(None), Contact.sending_until < at),
            _worth_sending_now(at),
        )
        .order_by(Outbound.id)
    )


def _worth_sending_now(at: datetime) -> ColumnElement[bool]:
    """The last messages of an allowance are saved up while more replies are on their way: they
    will hold those, too. Not longer than the allowance lasts.
    """
    unanswered = exists().where(
        Conversation.id == Contact.conversation_id, Conversation.waiting_since.is_not(None)
    )
    ends_soon = Contact.allowance_until < at + LAST_MOMENT
    return or_(Contact.allowance.is_(None), Contact.allowance > SAVED, ends_soon, ~unanswered)


def claim(session: Session, channels: Sequence[str], limit: int, *, at: datetime) -> list[Parcel]:
    """Parcels of the longest waiting people, each claimed for this delivery."""
    # A person may have several replies waiting: some rows more are looked at.
    query = _ready(channels, at).limit(limit * 4)
    oldest = query.with_for_update(skip_locked=True, of=Contact)
    found = list(dict.fromkeys(session.scalars(oldest)))[:limit]
    parcels = [_parcel(session, contact, at) for contact in found]
    for contact, parcel in zip(found, parcels, strict=True):
        if parcel.items:
            contact.sending_until = at + CLAIM_LIFETIME
    return [parcel for parcel in parcels if parcel.items]


def held(
    session: Session, conversation_id: str, seq: int, *, at: datetime, parked_too: bool = False
) -> Parcel | None:
    """The parcel for a webhook that waits for the reply to `seq`; `None` while there is none.

    Nothing is claimed: the caller settles it in the same transaction. `seq` 0 takes any reply.
    """
    contact = session.get(Contact, conversation_id, with_for_update=True)
    if contact is None or (contact.sending_until and contact.sending_until > at):
        return None
    statuses = ("waiting", "parked") if parked_too else ("waiting",)
    parcel = _parcel(session, contact, at, statuses)
    wanted = parcel.items if seq == 0 else [i for i in parcel.items if i.reply_to == seq]
    return parcel if wanted else None


def has_reply(
    session: Session, conversation_id: str, seq: int, *, parked_too: bool = False
) -> bool:
    """Cheap look for `held`, without taking the write lock."""
    statuses = ("waiting", "parked") if parked_too else ("waiting",)
    query = (
        select(Outbound.id)
        .join(
            Message,
            (Message.conversation_id == Outbound.conversation_id) & (Message.seq == Outbound.seq),
        )
        .where(Outbound.conversation_id == conversation_id, Outbound.status.in_(statuses))
        .limit(1)
    )
    if seq:
        query = query.where(Message.reply_to == seq)
    return session.scalar(query) is not None


def _parcel(
    session: Session, contact: Contact, at: datetime, statuses: Sequence[str] = ("waiting",)
) -> Parcel:
    rows = session.execute(
        select(Outbound, Message)
        .join(
            Message,
            (Message.conversation_id == Outbound.conversation_id) & (Message.seq == Outbound.seq),
        )
        .where(
            Outbound.conversation_id == contact.conversation_id,
            Outbound.status.in_(statuses),
        )
        .order_by(Outbound.seq)
        .limit(_AT_ONCE)
    ).all()
    items = []
    for outbound, message in rows:
        if contact.unreachable:
            outbound.status, outbound.reason = "dropped", contact.unreachable
        elif outbox.may_send(session, outbound):
            items.append(_item(outbound, message))
    allowance, open_ = _allowed(contact, at)
    return Parcel(
        contact.conversation_id, contact.channel, contact.address, tuple(items), allowance, open_
    )


def _item(outbound: Outbound, message: Message) -> Item:
    return Item(
        outbox_id=outbound.id,
        seq=message.seq,
        sender=message.sender,
        text=message.text,
        buttons=tuple((button["id"], button["title"]) for button in message.buttons),
        reply_to=message.reply_to,
        parts_done=outbound.parts_done,
        attempts=outbound.attempts,
        notice=outbound.notice,
    )


def _allowed(contact: Contact, at: datetime) -> tuple[int | None, bool]:
    if contact.allowance is None:
        return None, True
    is_open = contact.allowance_until is not None and contact.allowance_until > at
    return (contact.allowance if is_open else 0), is_open


def settle(session: Session, parcel: Parcel, outcome: Outcome, *, at: datetime) -> None:
    """Write down what became of a parcel, and end its claim."""
    contact = session.get_one(Contact, parcel.conversation_id, with_for_update=True)
    contact.sending_until = contact.held_seq = contact.held_until = None
    if contact.allowance is not None:
        contact.allowance = 0 if outcome.spent else max(0, contact.allowance - outcome.sent)
    if outcome.menu is not None:
        contact.menu = outcome.menu
    if outcome.lost:
        contact.unreachable = outcome.lost
    ids = [item.outbox_id for item in parcel.items]
    for row in session.scalars(select(Outbound).where(Outbound.id.in_(ids))):
        _settle_row(row, outcome, at)


def _settle_row(row: Outbound, outcome: Outcome, at: datetime) -> None:
    row.parts_done = outcome.progress.get(row.id, row.parts_done)
    if row.id in outcome.done:
        row.status, row.reason, row.delivered_at = "done", None, at
    elif outcome.lost:
        row.status, row.reason = "dropped", outcome.lost
    elif row.status in {"waiting", "parked"}:
        row.status, row.reason = outcome.rest, outcome.reason
        row.attempts += 1
        if outcome.rest == "waiting" and outcome.retry_after:
            row.due_at = at + timedelta(seconds=outcome.retry_after)
