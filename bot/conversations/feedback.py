"""What people think of the service: stars, and a word if they like."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Feedback
from bot.errors import Refused

MOST_STARS = 5
LONGEST_WORD = 500


def rate(
    session: Session,
    conversation_id: str,
    stars: int,
    *,
    at: datetime,
    word: str = "",
    about: int | None = None,
) -> None:
    """Give one to five stars; once more for the same message changes them.

    Args:
        session: the caller's transaction.
        conversation_id: whose.
        stars: how many.
        at: the present.
        word: what the person adds.
        about: `seq` of the message that is rated; none: the talk as a whole.
    Raises:
        Refused: not one to five, too long a word, or no such message.
    """
    if not 1 <= stars <= MOST_STARS:
        raise Refused(f"请选 1 到 {MOST_STARS} 颗星。")
    if len(word) > LONGEST_WORD:
        raise Refused(f"意见最多 {LONGEST_WORD} 字。")
    about = about or 0
    # Held until the commit: two taps at the same instant make one row.
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    if not 0 <= about <= conversation.last_seq:
        raise Refused("没有找到要评价的内容。")
    row = session.scalar(
        select(Feedback).where(
            Feedback.conversation_id == conversation_id, Feedback.about_seq == about
        )
    )
    if row is None:
        row = Feedback(conversation_id=conversation_id, about_seq=about, text="")
        session.add(row)
    row.stars, row.text, row.at = stars, word or row.text, at
    session.flush()


def stars_of(session: Session, conversation_id: str) -> dict[int, int]:
    """The stars given so far, by the `seq` of what they are about (0: the whole talk)."""
    query = select(Feedback.about_seq, Feedback.stars).where(
        Feedback.conversation_id == conversation_id, Feedback.stars.is_not(None)
    )
    return {about: stars for about, stars in session.execute(query) if about is not None}


def newest(session: Session, seen: ColumnElement[bool], *, limit: int) -> list[Feedback]:
    """The last stars and words in the conversations that may be seen, newest first."""
    query = select(Feedback).join(Conversation, Conversation.id == Feedback.conversation_id)
    query = query.where(seen).order_by(Feedback.id.desc()).limit(limit)
    return list(session.scalars(query))
