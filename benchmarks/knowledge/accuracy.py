"""Ours and the rivals on one exam: right entry first, among three; silence kept; told wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.knowledge.rivals import Ranking, Rival
from bot.knowledge import exam
from bot.knowledge.exam import Question
from bot.knowledge.library import Library

MOST_WRONG = 0.02


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1; `told_right` of the questions that have an answer."""

    first: float
    first_three: float
    not_answered: float
    confidently_wrong: float
    told_right: float


def ours(library: Library, questions: Sequence[Question], today: date) -> Figures:
    """Our figures, with the thresholds as they stand."""
    figures = exam.measure(library, questions, today)
    known = [question for question in questions if question.entries]
    told = sum(
        library.answer(question.text, today=today).entry_id in question.entries
        for question in known
    )
    return Figures(**figures, told_right=told / len(known))


def rival(ranked: Rival, questions: Sequence[Question]) -> Figures:
    """A rival's figures with the threshold that is best for it on this very exam.

    That is the lowest score from which on at most 2 % of all questions are told wrong: it then
    answers as much as it may. No threshold is as good on questions that nobody has seen.
    """
    seen = [(question, ranked(question.text)) for question in questions]
    known = [(question, ranking) for question, ranking in seen if question.entries]
    threshold = _lowest(seen)
    others = [ranking for question, ranking in seen if not question.entries]
    told = [(question, ranking) for question, ranking in seen if ranking[1] >= threshold]
    right = sum(_right(question, ranking, 1) for question, ranking in told)
    return Figures(
        first=sum(_right(*one, 1) for one in known) / len(known),
        first_three=sum(_right(*one, 3) for one in known) / len(known),
        not_answered=sum(score < threshold for _, score in others) / len(others),
        confidently_wrong=(len(told) - right) / len(seen),
        told_right=right / len(known),
    )


def _lowest(seen: Sequence[tuple[Question, Ranking]]) -> float:
    """The lowest score from which on at most `MOST_WRONG` of all are told wrong."""
    wrong, threshold = 0, float("inf")
    for question, ranking in sorted(seen, key=lambda one: -one[1][1]):
        wrong += not _right(question, ranking, 1)
        if wrong > MOST_WRONG * len(seen):
            break
        threshold = ranking[1]
    return threshold


def _right(question: Question, ranking: Ranking, among: int) -> bool:
    return bool(question.entries & set(ranking[0][:among]))
