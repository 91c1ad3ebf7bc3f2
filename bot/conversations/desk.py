"""The platform's own service desk: while its session is open, the bot is silent."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.conversations import inbox, outbox
from bot.conversations.handoff_records import ACTIVE, ENDED, Handoff
from bot.conversations.records import BOT, Conversation

# The owner of a conversation that colleagues answer at the platform's own desk.
DESK = "platform-desk"


def open_(session: Session, conversation_id: str) -> None:
    """Colleagues at the platform's desk have the turn from now on."""
    conversation = session.get_one(Conversation, conversation_id)
    conversation.owner = DESK
    session.flush()
    outbox.drop_unsent(session, conversation)


def close(session: Session, conversation_id: str, *, at: datetime) -> None:
    """The desk's session has ended: the bot has the turn again."""
    conversation = session.get_one(Conversation, conversation_id)
    if conversation.owner != DESK:
        return
    # What was written to the colleagues is not the bot's to answer afterwards.
    inbox.absorb(session, conversation)
    conversation.owner = BOT
    query = (
        update(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.status.in_(ACTIVE))
        .values(status=ENDED, ended_at=at, ended_why="platform desk")
    )
    session.execute(query)
