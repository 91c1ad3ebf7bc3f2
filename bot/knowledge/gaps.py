"""Questions without an answer: kept with their outcome, masked; clustered for the editors."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.knowledge.library import Answer
from bot.knowledge.records import AnswerVote, UnansweredQuestion
from bot.text import mask

LONGEST = 300
ALIKE = 0.5
MOST_SETTLED = 500
Features = Callable[[str], Counter[str]]


@dataclass
class Cluster:
    """Questions that ask nearly the same, the first of them as its name."""

    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    questions: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    nearest: str | None = None

    @property
    def count(self) -> int:
        """How many questions it holds."""
        return len(self.questions)


def keep(session: Session, question: str, given: Answer, *, channel: str, at: datetime) -> None:
    """Store a question that was not answered; names, phones and papers in it are masked."""
    session.add(
        UnansweredQuestion(
            outcome=given.outcome,
            question=mask(question)[:LONGEST],
            nearest=given.candidates[0].entry_id if given.candidates else None,
            score=given.score,
            channel=channel,
            at=at,
        )
    )


def vote(
    session: Session, conversation_id: str, entry_id: str, *, useful: bool, at: datetime
) -> None:
    """A person's word on an answer; a second one replaces the first."""
    query = select(AnswerVote).where(
        AnswerVote.conversation_id == conversation_id, AnswerVote.entry_id == entry_id
    )
    known = session.scalar(query)
    if known is None:
        known = AnswerVote(conversation_id=conversation_id, entry_id=entry_id)
        session.add(known)
    known.useful, known.at = useful, at


def open_questions(session: Session, *, limit: int = 5000) -> list[UnansweredQuestion]:
    """The newest questions that nobody has settled yet."""
    query = select(UnansweredQuestion).where(UnansweredQuestion.settled.is_(False))
    return list(session.scalars(query.order_by(UnansweredQuestion.id.desc()).limit(limit)))


def how_many_open(session: Session) -> int:
    """How many questions nobody has settled yet."""
    return mark(session)[1]


def mark(session: Session) -> tuple[int, int]:
    """Changes whenever the open questions do: the newest one's number, and how many they are."""
    query = select(func.max(UnansweredQuestion.id), func.count())
    newest, count = session.execute(query.where(UnansweredQuestion.settled.is_(False))).one()
    return newest or 0, count


def settle(session: Session, ids: list[int]) -> None:
    """These questions have been looked at: answered by a new entry, or not to be answered."""
    query = update(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids[:MOST_SETTLED]))
    session.execute(query.values(settled=True))


def of_ids(session: Session, ids: list[int]) -> list[UnansweredQuestion]:
    """These questions, oldest first."""
    query = select(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids[:MOST_SETTLED]))
    return list(session.scalars(query.order_by(UnansweredQuestion.id)))


def clusters(questions: list[UnansweredQuestion], features: Features) -> list[Cluster]:
    """Alike questions together, the most frequent first.

    Leader clustering over an inverted index: a question joins the first cluster that shares half
    of both their features, so the cost grows with what is alike, not with the square of all.
    """
    found: list[Cluster] = []
    leaders: list[set[str]] = []
    index: dict[str, list[int]] = {}
    for question in questions:
        own = {f for f in features(question.question) if f[0] in "wpk"}
        shared = Counter(n for f in own for n in index.get(f, ()))
        best = next(
            (n for n, common in shared.most_common(5) if _alike(common, own, leaders[n])), None
        )
        if best is None:
            best = len(found)
            found.append(Cluster(question.question, nearest=question.nearest))
            leaders.append(own)
            for feature in own:
                index.setdefault(feature, []).append(best)
        found[best].questions.append(question.question)
        found[best].outcomes[question.outcome] += 1
        found[best].ids.append(question.id)
    return sorted(found, key=lambda cluster: -cluster.count)


def _alike(common: int, one: set[str], other: set[str]) -> bool:
    return common >= ALIKE * len(one | other)
