"""`hotline check knowledge` and the hit test."""

import json
from datetime import date
from pathlib import Path

from bot import clock
from bot.knowledge.library import Answer, Library

FLOORS = {"first": 0.0, "first_three": 0.0, "not_answered": 0.0}


def run(folder: Path) -> int:
    """Load everything, say what is not reviewed yet, measure; exit status 1 below a floor."""
    library = Library.load(folder)
    unreviewed = [e.id for e in library.entries.values() if not e.reviewed_by]
    print(f"{len(library.entries)} entries, {len(library.laws)} laws")
    print(f"{len(unreviewed)} entries wait for the center's review")
    questions = folder.parent / "tests" / "knowledge" / "questions.jsonl"
    if not questions.exists():
        return 0
    today = clock.local(clock.now()).date()
    figures = measure(library, read_questions(questions), today)
    for name, value in figures.items():
        print(f"{name}: {value:.3f}")
    return 0 if all(figures[name] >= floor for name, floor in FLOORS.items()) else 1


def read_questions(path: Path) -> list[dict[str, str]]:
    """The evaluation set: `question`, and `entry_id` or `must_not`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def measure(library: Library, questions: list[dict[str, str]], today: date) -> dict[str, float]:
    """Right entry first, among the first three, and how often silence was kept."""
    first = three = told_wrong = quiet = 0
    known = [q for q in questions if q.get("entry_id")]
    others = [q for q in questions if not q.get("entry_id")]
    for item in known:
        ranked = [c.entry_id for c in library.index.rank(item["question"], top=3)]
        first += ranked[:1] == [item["entry_id"]]
        three += item["entry_id"] in ranked
        given = library.answer(item["question"], today=today)
        told_wrong += given.outcome == "answered" and given.entry_id != item["entry_id"]
    for item in others:
        quiet += not _told(library.answer(item["question"], today=today))
    return {
        "first": first / max(len(known), 1),
        "first_three": three / max(len(known), 1),
        "not_answered": quiet / max(len(others), 1),
        "confidently_wrong": told_wrong / max(len(known), 1),
    }


def _told(given: Answer) -> bool:
    return given.outcome == "answered"


def hit_test(folder: Path, question: str) -> None:
    """Print ranked candidates with the words that matched."""
    library = Library.load(folder)
    for candidate in library.index.rank(question):
        words = "、".join(library.index.explain(question, candidate.entry_id)) or "(只凭字音)"
        print(f"{candidate.score:.3f}  {candidate.entry_id}  {candidate.title}  [{words}]")
    today = clock.local(clock.now()).date()
    print(f"outcome: {library.answer(question, today=today).outcome}")
