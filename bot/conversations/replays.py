"""Replays of masked conversations on a candidate model: asked for, run, judged, kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from bot.conversations.inbox import USER
from bot.conversations.queries import UNSURE
from bot.conversations.reading_records import ReadingCorrection
from bot.conversations.records import Conversation, Message
from bot.conversations.replay_records import ASKED, DONE, FAILED, RUNNING, Replay, ReplayLine
from bot.errors import Refused
from bot.text import mask

BETTER, WORSE, OTHER, SAME = "better", "worse", "other", "same"
MOST_TALKS, MOST_MESSAGES, MOST_LINES = 1000, 5000, 2000
# A run that has not ended by then was cut off, and is done again.
CUT_OFF = timedelta(minutes=30)
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Question:
    """A masked message, and the intent that a colleague has said is right."""

    text: str
    right: str | None


@dataclass(frozen=True)
class Read:
    """What a model makes of a message."""

    intent: str
    sure: float

    @property
    def believed(self) -> bool:
        """Whether the bot would act on it."""
        return self.intent != FALLBACK and self.sure >= UNSURE


def verdict(was: Read, now: Read, right: str | None) -> str:
    """Whether the second reading is better, worse, the same, or for a person to look at."""
    if was.intent == now.intent and was.believed == now.believed:
        return SAME
    if right is not None:
        before, after = (one.believed and one.intent == right for one in (was, now))
        return SAME if before and after else BETTER if after else WORSE if before else OTHER
    if was.believed != now.believed:
        return BETTER if now.believed else WORSE
    return OTHER if now.believed else SAME


def ask(session: Session, model: str, *, talks: int, by: str, at: datetime) -> Replay:
    """Ask for a replay of the newest `talks` conversations on a candidate.

    Raises:
        Refused: too many, none, or this candidate is being replayed already.
    """
    if not 1 <= talks <= MOST_TALKS:
        raise Refused(f"一次最多重放 {MOST_TALKS} 段对话。没有改动。")
    under_way = select(Replay.id).where(Replay.model == model, Replay.state.in_((ASKED, RUNNING)))
    if session.scalar(under_way.limit(1)) is not None:
        raise Refused("这个候选模型正在重放，请等它完成。没有改动。")
    row = Replay(model=model, talks=talks, state=ASKED, by=by, asked_at=at, counts={})
    session.add(row)
    session.flush()
    return row


def newest(session: Session, *, limit: int = 30) -> list[Replay]:
    """The last replays, newest first."""
    return list(session.scalars(select(Replay).order_by(Replay.id.desc()).limit(limit)))


def lines(session: Session, replay_id: int, which: str, *, limit: int = 300) -> list[ReplayLine]:
    """The messages of one verdict, those read most surely first."""
    query = select(ReplayLine).where(ReplayLine.replay_id == replay_id, ReplayLine.verdict == which)
    return list(session.scalars(query.order_by(ReplayLine.now_sure.desc()).limit(limit)))


def replayed(session: Session, model: str) -> Replay | None:
    """The newest finished replay of a candidate."""
    query = select(Replay).where(Replay.model == model, Replay.state == DONE)
    return session.scalar(query.order_by(Replay.id.desc()).limit(1))


def anything_asked(session: Session, *, at: datetime) -> bool:
    """Whether a replay waits to be run."""
    return session.scalar(_waiting(at).limit(1)) is not None


def take(session: Session, *, at: datetime) -> Replay | None:
    """The next replay to run; it is this caller's now."""
    query = select(Replay).where(Replay.id.in_(_waiting(at))).order_by(Replay.id).limit(1)
    row = session.scalar(query.with_for_update(skip_locked=True))
    if row is not None:
        row.state, row.started_at = RUNNING, at
        session.flush()
    return row


def _waiting(at: datetime) -> Select[tuple[int]]:
    cut_off = (Replay.state == RUNNING) & (Replay.started_at < at - CUT_OFF)
    return select(Replay.id).where(or_(Replay.state == ASKED, cut_off))


def questions(session: Session, talks: int) -> list[Question]:
    """What people wrote in the newest conversations, masked, each wording once, newest first."""
    recent = select(Conversation.id).order_by(Conversation.updated_at.desc()).limit(talks)
    query = (
        select(Message.text, Message.reading, ReadingCorrection.intent)
        .outerjoin(
            ReadingCorrection,
            (ReadingCorrection.conversation_id == Message.conversation_id)
            & (ReadingCorrection.seq == Message.seq),
        )
        .where(Message.conversation_id.in_(recent), Message.sender == USER)
        .order_by(Message.id.desc())
        .limit(MOST_MESSAGES)
    )
    found: dict[str, str | None] = {}
    for text, reading, right in session.execute(query):
        if (reading or {}).get("intent"):
            words = mask(text)
            found[words] = found.get(words) or right
    return [Question(text, right) for text, right in found.items()]


def finish(
    session: Session,
    replay: Replay,
    asked: list[Question],
    was: list[Read],
    now: list[Read],
    *,
    at: datetime,
) -> None:
    """Judge the two readings of every question, and keep where they differ."""
    counts = {BETTER: 0, WORSE: 0, OTHER: 0, SAME: 0, "messages": len(asked)}
    for question, before, after in zip(asked, was, now, strict=True):
        judged = verdict(before, after, question.right)
        counts[judged] += 1
        if judged != SAME and sum(counts[one] for one in (BETTER, WORSE, OTHER)) <= MOST_LINES:
            session.add(_line(replay.id, question, before, after, judged))
    replay.counts, replay.state, replay.ended_at = counts, DONE, at


def _line(replay_id: int, asked: Question, was: Read, now: Read, judged: str) -> ReplayLine:
    return ReplayLine(
        replay_id=replay_id,
        verdict=judged,
        text=asked.text,
        right=asked.right,
        was=was.intent,
        was_sure=was.sure,
        now=now.intent,
        now_sure=now.sure,
    )


def fail(replay: Replay, trouble: str, *, at: datetime) -> None:
    """It could not be run."""
    replay.state, replay.trouble, replay.ended_at = FAILED, trouble, at
