"""The exam of the answers: figures on questions written apart from the entries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import BadData
from bot.knowledge.library import Library

# CI holds these; they only ever rise. docs/knowledge.md tells how each is reckoned.
FLOORS: dict[str, float] = {"first": 0.95, "first_three": 0.99, "not_answered": 0.965}
CEILINGS: dict[str, float] = {"confidently_wrong": 0.01}
SLACK = 0.01  # a publication may cost at most this much of any figure


@dataclass(frozen=True)
class Question:
    """One question: the entries that answer it rightly, or none when it must not be answered."""

    text: str
    entries: frozenset[str]


def questions_beside(folder: Path) -> list[Question]:
    """The evaluation set that belongs to a knowledge folder; empty where there is none."""
    path = folder.parent / "tests" / "knowledge" / "questions.jsonl"
    return read(path) if path.exists() else []


def read(path: Path) -> list[Question]:
    """The questions of a file.

    Raises:
        BadData: a line has no question, or neither entries nor a reason not to answer.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            item = json.loads(line)
            entries = frozenset(item.get("entries") or ())
            if bool(entries) == bool(item.get("must_not")):
                raise ValueError
            found.append(Question(str(item["question"]), entries))
        except (ValueError, KeyError, TypeError):
            remedy = 'write {"question", "entries": […]} or {"question", "must_not": why}'
            raise BadData("not a question", path=path, line=number, remedy=remedy) from None
    return found


def measure(library: Library, questions: Sequence[Question], today: date) -> dict[str, float]:
    """Right entry first, among the first three; silence kept; told wrong.

    `confidently_wrong` is the share of all questions that were told an entry which is not theirs.
    """
    first = three = quiet = wrong = 0
    known = sum(bool(q.entries) for q in questions)
    for question in questions:
        given = library.answer(question.text, today=today)
        ranked = [candidate.entry_id for candidate in given.candidates]
        told = given.outcome == "answered"
        if question.entries:
            first += bool(question.entries & set(ranked[:1]))
            three += bool(question.entries & set(ranked[:3]))
        else:
            quiet += not told
        wrong += told and given.entry_id not in question.entries
    others = len(questions) - known
    return {
        "first": first / max(known, 1),
        "first_three": three / max(known, 1),
        "not_answered": quiet / max(others, 1),
        "confidently_wrong": wrong / max(len(questions), 1),
    }


def not_held(figures: dict[str, float]) -> list[str]:
    """The figures that miss their floor or ceiling."""
    low = [name for name, floor in FLOORS.items() if figures[name] < floor]
    return low + [name for name, ceiling in CEILINGS.items() if figures[name] > ceiling]


def worse(serving: Library, candidate: Library, questions: Sequence[Question], today: date) -> str:
    """In Chinese, the first figure in which the candidate is worse than what serves; else ''."""
    if not questions:
        return ""
    before, after = measure(serving, questions, today), measure(candidate, questions, today)
    names = {
        "first": "第一条就对",
        "first_three": "前三条里有",
        "not_answered": "不该答的没有答",
    }
    for name, shown in names.items():
        if after[name] < before[name] - SLACK:
            return f"{shown}：{before[name]:.1%} → {after[name]:.1%}"
    if after["confidently_wrong"] > before["confidently_wrong"] + SLACK:
        return f"答错：{before['confidently_wrong']:.1%} → {after['confidently_wrong']:.1%}"
    return ""
