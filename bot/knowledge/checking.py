"""`hotline check knowledge`, the hit test, and the list of what the center must still review."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot import clock
from bot.knowledge import exam
from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.text import normalize

SOON = timedelta(days=60)
SHOWN = 20


def run(folder: Path) -> int:
    """Load everything, say what needs a person's eye, measure; exit status 1 when a check fails.

    Raises:
        BadData: a file is wrong; names file, line, entry and remedy.
    """
    library = Library.load(folder)
    today = clock.local(clock.now()).date()
    unreviewed = sum(not e.reviewed_by for e in library.entries.values())
    print(f"{len(library.entries)} entries, {len(library.laws)} laws")
    print(f"{unreviewed} entries wait for the center's review (see `hotline knowledge pre-launch`)")
    for warning in warnings(library, today):
        print(f"note: {warning}")
    twins = list(duplicate_questions(library))
    for twin in twins[:SHOWN]:
        print(f"asked in two entries: {twin}")
    questions = exam.questions_beside(folder)
    figures = exam.measure(library, questions, today) if questions else {}
    for name, value in figures.items():
        print(f"{name}: {value:.4f}")
    missed = exam.not_held(figures) if figures else []
    for name in missed:
        print(f"not held: {name}")
    return 1 if twins or missed else 0


def warnings(library: Library, today: date) -> Iterator[str]:
    """Entries and laws that have expired, or soon will, and entries that cite such a law."""
    for entry in library.entries.values():
        until = entry.valid_until
        if until and until < today:
            yield f"{entry.id} expired on {until}"
        elif until and until - today <= SOON:
            yield f"{entry.id} expires on {until}"
        for law_id, article in entry.legal_basis:
            law = library.laws[law_id]
            ended = law.in_force_until
            if ended and (until is None or until > ended):
                yield f"{entry.id} cites {law.name}{article} beyond its last day, {ended}"


def duplicate_questions(library: Library) -> Iterator[str]:
    """The same way of asking under two entries that can hold on the same day."""
    seen: dict[str, Entry] = {}
    for entry in library.entries.values():
        for text in (entry.title, *entry.questions):
            bare = "".join(char for char in normalize(text).lower() if char.isalnum())
            other = seen.setdefault(bare, entry)
            if other is not entry and _overlap(entry, other):
                yield f"{text} ({other.id}, {entry.id})"


def _overlap(one: Entry, other: Entry) -> bool:
    far, near = date.max, date.min
    starts = max(one.valid_from or near, other.valid_from or near)
    return starts <= min(one.valid_until or far, other.valid_until or far)


def pre_launch(folder: Path) -> None:
    """Print every entry that the center must review before the public is answered with it."""
    library = Library.load(folder)
    for entry in library.entries.values():
        if not entry.reviewed_by or entry.status != "confirmed":
            state = "" if entry.reviewed_by else "未审核 "
            print(f"{entry.id}\t{entry.title}\t{state}{entry.status}\t{'；'.join(entry.sources)}")


def hit_test(library: Library, question: str) -> None:
    """Print ranked candidates with the words that matched, and the outcome."""
    for candidate in library.index.ask(question).candidates:
        words = "、".join(library.index.explain(question, candidate.entry_id)) or "(只凭字音)"
        print(f"{candidate.score:.3f}  {candidate.entry_id}  {candidate.title}  [{words}]")
    today = clock.local(clock.now()).date()
    given = library.answer(question, today=today)
    print(f"outcome: {given.outcome}  chance: {given.score:.2f}")
