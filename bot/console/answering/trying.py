"""Trying a question: what would be answered, which entries come close, and by which words."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.clock import local
from bot.console.visit import Visit
from bot.knowledge.library import Answer, Library

SHOWN = 6


@dataclass(frozen=True)
class Hit:
    """One candidate with the words it was found by."""

    entry_id: str
    title: str
    score: float
    by: list[str]


def ask(visit: Visit) -> Response:
    """The answer that serves, and the candidates behind it."""
    question = visit.asked("q", most=300)
    library = visit.shared.answers.library(visit.session)
    return visit.page(
        "answering/try.html",
        question=question,
        answer=answer(library, question, visit) if question else None,
        hits=hits(library, question, visit) if question else [],
    )


def answer(library: Library, question: str, visit: Visit) -> Answer:
    """What the bot would say today."""
    return library.answer(question, today=local(visit.now).date())


def hits(library: Library, question: str, visit: Visit) -> list[Hit]:
    """The candidates, best first."""
    ranked = library.index.ask(question, top=SHOWN).candidates
    return [
        Hit(one.entry_id, one.title, one.score, library.index.explain(question, one.entry_id))
        for one in ranked
    ]
