"""Taking in one letter of a platform: known, replayed or new; a message or an event."""

import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations import claims, contacts, desk, inbox
from bot.conversations.channel_records import Contact, PlatformEvent, SeenCall
from bot.conversations.inbox import Arrived
from bot.conversations.letters import MAX_TEXT, Letter, Taken, choice
from bot.conversations.records import BOT, WAITING, Button, Conversation, Inbound, Message

# A signature is fresh for minutes; remembered much longer, then forgotten.
REMEMBERED = timedelta(hours=24)
_NUMBERS = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)}


def take_in(session: Session, letter: Letter, *, at: datetime) -> Taken:
    """Store one letter, once; commit before anybody is told."""
    name = contacts.conversation_id(letter.channel, letter.address)
    if letter.call and _replayed(session, letter, at):
        return Taken(name, 0, new=False, replayed=True)
    known = inbox.known(session, letter.channel, letter.external_id)
    if known is not None:
        owner = session.get_one(Conversation, known.conversation_id).owner
        age = (at - known.received_at).total_seconds()
        return Taken(name, known.seq, False, owner in {BOT, WAITING}, age)
    contact = contacts.open_for(session, letter.channel, letter.address, at=at)
    if letter.event:
        return _happened(session, contact, letter, at)
    if letter.button_id and not letter.text and _tapped(session, contact, letter) is None:
        # A button without words whose meaning is gone: nothing was said.
        return Taken(name, 0, new=False)
    return _said(session, contact, letter, at)


def _replayed(session: Session, letter: Letter, at: datetime) -> bool:
    """Whether a used signature brings another message than before."""
    seen = session.get(SeenCall, letter.call)
    if seen is None:
        try:
            with session.begin_nested():
                session.add(
                    SeenCall(digest=letter.call, external_id=letter.external_id, seen_at=at)
                )
        except IntegrityError:
            # Another process took the same call in at the same instant.
            seen = session.get_one(SeenCall, letter.call)
    return seen is not None and seen.external_id != letter.external_id


def forget_old_calls(session: Session, *, at: datetime) -> None:
    """Signatures are no longer fresh after minutes: their traces go after a day."""
    session.execute(delete(SeenCall).where(SeenCall.seen_at < at - REMEMBERED))


def _said(session: Session, contact: Contact, letter: Letter, at: datetime) -> Taken:
    contacts.heard_from(session, contact, letter, at=at)
    arrived = _as_message(session, contact, letter)
    seq = inbox.accept(session, contact.conversation_id, arrived, at=at)
    conversation = session.get_one(Conversation, contact.conversation_id)
    by_bot = conversation.owner in {BOT, WAITING}
    held = bool(letter.hold) and by_bot and (letter.patient or claims.is_prompt(session, at=at))
    if held:
        contacts.hold(contact, seq, letter.hold, at=at)
    return Taken(contact.conversation_id, seq, True, by_bot, held=held)


def _as_message(session: Session, contact: Contact, letter: Letter) -> Arrived:
    text, payload = letter.text[:MAX_TEXT], letter.payload
    button = _tapped(session, contact, letter)
    if button is not None:
        text, payload = button.title, button.payload
    media = None
    if letter.media:
        kind = letter.media
        media = {"kind": kind.kind, "reference": kind.reference, "name": kind.name}
    return Arrived(letter.channel, letter.external_id, text, payload, media=media)


def _tapped(session: Session, contact: Contact, letter: Letter) -> Button | None:
    """The quick reply that was tapped, or typed by its words or number.

    An unknown or foreign id is no button: its label counts as words.
    """
    if letter.button_id:
        button = session.get(Button, letter.button_id[:32])
        if button is not None and button.conversation_id == contact.conversation_id:
            return button
    if letter.payload or letter.media or not contact.menu or not 0 < len(letter.text) <= 20:
        return None
    typed = unicodedata.normalize("NFKC", letter.text).strip().strip("。.!、,)")
    number = _NUMBERS.get(typed) or (int(typed) if typed.isascii() and typed.isdigit() else 0)
    if 1 <= number <= len(contact.menu):
        return session.get(Button, contact.menu[number - 1])
    shown = (session.get(Button, button_id) for button_id in contact.menu)
    return next((b for b in shown if b is not None and b.title == letter.text.strip()), None)


def _happened(session: Session, contact: Contact, letter: Letter, at: datetime) -> Taken:
    """An event: noted in the inbox as done, so that its repetitions are known."""
    name = contact.conversation_id
    if letter.event == "unsubscribe":
        contacts.lose(session, contact, "unsubscribed")
    elif letter.event == "desk_open":
        desk.open_(session, name)
    elif letter.event == "desk_closed":
        desk.close(session, name, at=at)
    if letter.detail:
        kind = str(letter.event)[:64]
        session.add(
            PlatformEvent(
                channel=letter.channel, conversation_id=name, kind=kind, detail=letter.detail, at=at
            )
        )
    session.add(
        Inbound(
            channel=letter.channel,
            external_id=letter.external_id,
            conversation_id=name,
            seq=0,
            status="done",
            attempts=0,
            received_at=at,
        )
    )
    session.flush()
    return Taken(name, 0, True)


def fetched(
    session: Session,
    inbox_id: int,
    *,
    attachment: dict[str, object] | None = None,
    why: str | None = None,
) -> None:
    """A message's file has come, or cannot be had (`why`): now it may have its turn."""
    inbound = session.get_one(Inbound, inbox_id, with_for_update=True)
    if inbound.status != "fetching":
        return
    inbound.status = "waiting"
    if why:
        inbound.payload = choice(f"nofile:{why}")
    elif attachment:
        said = session.scalars(
            select(Message).where(
                Message.conversation_id == inbound.conversation_id, Message.seq == inbound.seq
            )
        ).one()
        said.attachments = [attachment]
    conversation = session.get_one(Conversation, inbound.conversation_id)
    conversation.waiting_since = conversation.waiting_since or inbound.received_at
