"""Past every day on which a law or an answer changes, the answers change or stop by themselves."""

from datetime import date, timedelta
from functools import lru_cache

from bot import settings
from bot.knowledge.library import Library

LIBRARY = Library.load(settings.load().knowledge_dir)
# What fits a question is the same on every day; which of it holds is what changes here.
LIBRARY.index.ask = lru_cache(maxsize=None)(LIBRARY.index.ask)  # type: ignore[method-assign]
DAY = timedelta(days=1)


def days_of_change() -> list[date]:
    days = {date(2026, 4, 15), date(2026, 12, 31), date(2027, 1, 1)}
    for entry in LIBRARY.entries.values():
        days |= {day for day in (entry.valid_from, entry.valid_until) if day}
    for law in LIBRARY.laws.values():
        days |= {day for day in (law.in_force_from, law.in_force_until) if day}
    return sorted(day + step for day in days for step in (-DAY, timedelta(0), DAY))


def test_no_answer_is_told_outside_its_days() -> None:
    for today in days_of_change():
        for entry in LIBRARY.entries.values():
            outcome = LIBRARY.show(entry.id, today=today).outcome
            assert (outcome == "expired") == (not entry.valid(today)), (entry.id, today)


def test_whatever_is_asked_the_answer_holds_that_day() -> None:
    for today in days_of_change():
        for entry in LIBRARY.entries.values():
            given = LIBRARY.answer(entry.title, today=today)
            if given.outcome == "answered":
                assert LIBRARY.entries[str(given.entry_id)].valid(today), (entry.title, today)


def test_no_answer_cites_a_law_beyond_its_last_day_as_if_it_held() -> None:
    for today in days_of_change():
        for entry in LIBRARY.entries.values():
            given = LIBRARY.show(entry.id, today=today)
            for law_id, article in entry.legal_basis:
                law = LIBRARY.laws[law_id]
                if given.text and law.in_force_until and law.in_force_until < today:
                    assert f"《{law.name}》{article}（已不再施行）" in given.sources


def test_a_question_about_trademarks_changes_its_answer_with_the_new_law() -> None:
    before = LIBRARY.answer("商标被同行照抄找谁", today=date(2026, 12, 31))
    after = LIBRARY.answer("商标被同行照抄找谁", today=date(2027, 1, 1))
    assert before.outcome == after.outcome == "answered"
    assert before.entry_id != after.entry_id
