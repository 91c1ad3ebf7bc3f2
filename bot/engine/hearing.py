"""A message as Rasa hears it."""

from sqlalchemy.orm import Session

from bot.conversations import continuation
from bot.conversations.letters import choice
from bot.conversations.records import Inbound, Message
from bot.text import neutralise_command


def as_said(session: Session, inbound: Inbound, said: Message) -> str:
    """The text of a turn. Only a payload that the server issued itself starts with a slash."""
    return (
        inbound.payload
        or _about_codes(session, said)
        or neutralise_command(said.text)
        or _only_files(said)
        or "…"
    )


def _about_codes(session: Session, said: Message) -> str:
    """A continuation code, or the wish for one: recognised by its form, not guessed at."""
    wanted = continuation.asked(session, said.text)
    return choice(f"continue:{wanted}") if wanted else ""


def _only_files(said: Message) -> str:
    """Files without a word: told to the dialogue as a choice, not as something said."""
    return choice(f"files:{len(said.attachments)}") if said.attachments else ""
