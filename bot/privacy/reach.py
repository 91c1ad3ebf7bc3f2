"""Where what is known of a person lies: every table with a word about a conversation, by name.

A new table has to be named here, or the tests fail (tests/privacy/test_reach.py).
"""

from collections.abc import Iterator

from sqlalchemy import Column, Table

from bot.privacy.schema import TABLES

# Columns that name a conversation, in the order in which rows may go: children first.
TALK: tuple[str, ...] = (
    "buttons.conversation_id",
    "outbox.conversation_id",
    "inbox.conversation_id",
    "messages.conversation_id",
    "drafts.conversation_id",
    "feedback.conversation_id",
    "files.conversation_id",
    "contacts.conversation_id",
    "platform_events.conversation_id",
    "continuations.conversation_id",
    "continuations.used_by",
    "wrong_codes.conversation_id",
    "handoffs.conversation_id",
    "conversation_notes.conversation_id",
    "reading_corrections.conversation_id",
    "talk_links.conversation_id",
    "staff_notices.conversation_id",
    "answer_votes.conversation_id",
    "consents.conversation_id",
)
# Kept longer than the talk, with rules of their own; the conversation's name there is taken away.
MATTERS: tuple[str, ...] = ("tickets.conversation_id", "registrations.conversation_id")
# What is written to people is not given out to them: what colleagues think, what only we need.
NOT_COPIED = frozenset(
    "buttons outbox inbox conversation_notes reading_corrections staff_notices talk_links"
    " handoffs continuations wrong_codes".split()
)


def columns(names: tuple[str, ...]) -> Iterator[tuple[Table, Column[object]]]:
    """The columns of these names."""
    for name in names:
        table, _, column = name.partition(".")
        yield TABLES.tables[table], TABLES.tables[table].c[column]
