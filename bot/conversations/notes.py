"""Notes among colleagues about a conversation. Only added to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.handoff_records import ConversationNote
from bot.conversations.ownership import locked, may
from bot.errors import Refused
from bot.staff.actor import Actor
from bot.staff.permissions import TALK

LONGEST = 2000


def write(
    session: Session, conversation_id: str, by: Actor, text: str, *, at: datetime
) -> ConversationNote:
    """Add a note.

    Raises:
        NotFound, Forbidden: not to be seen, not allowed. Refused: empty or too long.
    """
    may(by, TALK, locked(session, conversation_id))
    if not 1 <= len(text.strip()) <= LONGEST:
        raise Refused(f"备注需要 1 到 {LONGEST} 字。")
    note = ConversationNote(
        conversation_id=conversation_id,
        staff_id=by.id,
        staff_name=by.name,
        text=text.strip(),
        at=at,
    )
    session.add(note)
    session.flush()
    return note


def of(session: Session, conversation_id: str) -> list[ConversationNote]:
    """All notes, oldest first; that the caller may see the conversation is checked before."""
    query = (
        select(ConversationNote)
        .where(ConversationNote.conversation_id == conversation_id)
        .order_by(ConversationNote.id)
    )
    return list(session.scalars(query))
