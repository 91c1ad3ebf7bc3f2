"""The right answer is found through other words and slips; other matters are not answered."""

from datetime import date
from functools import lru_cache

import pytest

from bot import settings
from bot.knowledge.library import Answer, Library

TODAY = date(2026, 11, 24)


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load(settings.load().knowledge_dir)


def ask(question: str, **more: str) -> Answer:
    return library().answer(question, today=TODAY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("举报的话别人会不会晓得是我", "complaint-secret"),
        ("打12330要不要出钱", "hotline-cost"),
        ("侵全判定的钱哪个出", "judgement-cost"),
        ("你是機器人嗎", "this-robot"),
    ],
)
def test_the_entry_is_found_in_other_words(question: str, entry_id: str) -> None:
    found = [candidate.entry_id for candidate in ask(question).candidates[:3]]
    assert entry_id in found


@pytest.mark.parametrize("question", ["今天天气怎么样", "帮我讲个笑话", "asdf qwer", "。。。", ""])
def test_a_question_about_something_else_is_not_answered(question: str) -> None:
    assert ask(question).outcome in {"not_understood", "no_entry"}


def test_an_answer_carries_its_sources_and_whether_it_was_reviewed() -> None:
    given = ask("打12330要钱吗")
    assert given.outcome == "answered"
    assert any("国知发管字〔2009〕115号" in source for source in given.sources)
    assert "尚待省中心审核" in given.sources


def test_a_follow_up_leans_on_what_was_just_answered() -> None:
    entry = next(e for e in library().entries.values() if "多久" in e.follow_ups)
    given = ask("那要多久", context_entry=entry.id)
    assert given.entry_id == entry.follow_ups["多久"]


def test_the_words_that_matched_can_be_told() -> None:
    words = library().index.explain("举报可以匿名吗", "complaint-anonymous")
    assert "匿名" in words
