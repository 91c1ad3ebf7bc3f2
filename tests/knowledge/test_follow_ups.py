"""A bare question is read with what was just answered; one with a matter of its own is not."""

from datetime import date

import pytest

from bot import settings
from bot.knowledge.library import Answer, Library

LIBRARY = Library.load(settings.load().knowledge_dir)
TODAY = date(2026, 11, 24)


def ask(question: str, after: str | None) -> Answer:
    return LIBRARY.answer(question, today=TODAY, context_entry=after)


def test_how_long_a_customs_record_holds_is_not_how_long_a_patent_does() -> None:
    assert ask("有效期几年", "customs-record").entry_id == "customs-record"


def test_what_the_matter_has_no_answer_to_is_asked_back() -> None:
    given = ask("那要多少钱", "customs-record")
    assert given.outcome != "answered" or given.entry_id in {"customs-record", "customs-detain"}


@pytest.mark.parametrize(
    ("question", "after", "entry_id"),
    [
        ("那多久给答复", "assist-papers", "assist-time"),
        ("多久能出来", "judgement-cost", "judgement-time"),
        ("打12330要钱吗", "customs-record", "hotline-cost"),
        ("举报可以匿名吗", "patent-term", "complaint-anonymous"),
    ],
)
def test_the_right_entry_follows(question: str, after: str, entry_id: str) -> None:
    assert ask(question, after).entry_id == entry_id


def test_a_question_without_one_before_stands_alone() -> None:
    assert ask("有效期几年", None).entry_id != "customs-record"


def test_the_fee_of_another_step_is_offered_but_not_told() -> None:
    given = ask("多少钱", "customs-record")
    assert given.outcome == "clarify"
    assert given.candidates


@pytest.mark.parametrize(
    ("after", "entry_id"),
    [
        ("patent-conditions", "patent-other-province"),
        ("complaint-how", "complaint-outside"),
        ("assist-papers", "assist-outsider"),
    ],
)
def test_elsewhere_is_asked_of_the_same_matter(after: str, entry_id: str) -> None:
    assert ask("外地的呢", after).entry_id == entry_id
