"""Correcting what the bot read in a message; the correction waits to become training data."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.inbox import USER
from bot.conversations.reading_records import ReadingCorrection
from bot.conversations.records import Message
from bot.errors import NotFound, Refused
from bot.text import mask

MOST_ENTITIES = 12


def correct(
    session: Session,
    conversation_id: str,
    seq: int,
    *,
    intent: str,
    entities: list[dict[str, Any]] | None,
    by: str,
    at: datetime,
) -> ReadingCorrection:
    """Say how a message of the person should have been read; the last word counts.

    Args:
        session: the caller's transaction.
        conversation_id: which talk; that the caller may see it is checked before.
        seq: which message.
        intent: the right one; that it exists is the caller's to check.
        entities: pairs of entity and value; `None` leaves them as they were read.
        by: the colleague's name.
        at: the present.
    Raises:
        NotFound: no message of the person has this number. Refused: a value is not in it.
    """
    said = session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.seq == seq, Message.sender == USER
        )
    )
    if said is None:
        raise NotFound("没有找到这条消息。")
    _check(said.text, entities or [])
    row = of_message(session, conversation_id, seq)
    if row is None:
        row = ReadingCorrection(conversation_id=conversation_id, seq=seq)
        session.add(row)
    read = said.reading or {}
    guessed = read.get("intent") or {}
    row.was, row.confidence = guessed.get("name"), guessed.get("confidence")
    row.intent, row.entities, row.text = intent, entities, mask(said.text)
    row.by, row.at, row.exported_at = by, at, None
    session.flush()
    return row


def _check(text: str, entities: list[dict[str, Any]]) -> None:
    if len(entities) > MOST_ENTITIES:
        raise Refused(f"一条消息最多标 {MOST_ENTITIES} 处。")
    for found in entities:
        if found["value"] not in text:
            raise Refused(f"这条消息里没有「{found['value']}」这几个字，请照原文填。没有改动。")


def of_message(session: Session, conversation_id: str, seq: int) -> ReadingCorrection | None:
    """The correction of a message, if there is one."""
    return session.scalar(
        select(ReadingCorrection).where(
            ReadingCorrection.conversation_id == conversation_id, ReadingCorrection.seq == seq
        )
    )


def of_talk(session: Session, conversation_id: str) -> dict[int, ReadingCorrection]:
    """All corrections of a talk, by the message's number."""
    query = select(ReadingCorrection).where(ReadingCorrection.conversation_id == conversation_id)
    return {row.seq: row for row in session.scalars(query)}
