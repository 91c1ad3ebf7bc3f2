"""The knowledge base as the bot asks it: an answer with its source, or a named reason for none."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge import files
from bot.knowledge.entry import Entry
from bot.knowledge.files import Law
from bot.knowledge.retrieval import Candidate, Index

# Calibrated on tests/knowledge/questions.jsonl: see docs/knowledge.md.
SURE = 0.50
POSSIBLE = 0.30
CLEAR = 0.06
CHOICES = 3
# A valid entry this close to an expired one answers in its stead.
RIVAL = 0.6


@dataclass(frozen=True)
class Answer:
    """One outcome. `text` and `sources` are empty when nothing may be said."""

    outcome: str
    entry_id: str | None = None
    text: str = ""
    sources: tuple[str, ...] = ()
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    next_action: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape of `hotline answer` (contract, section 4)."""
        return {
            "outcome": self.outcome,
            "entry_id": self.entry_id,
            "answer": self.text,
            "sources": list(self.sources),
            "score": self.score,
            "candidates": [
                {key: value for key, value in asdict(c).items() if key != "title"}
                for c in self.candidates
            ],
        }


class Library:
    """All entries, indexed."""

    def __init__(
        self,
        entries: list[Entry],
        laws: dict[str, Law],
        synonyms: list[tuple[str, str]],
    ) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.laws = laws
        self.index = Index(entries, synonyms)

    @classmethod
    def load(cls, folder: Path) -> "Library":
        """Read and check everything under `knowledge/`.

        Raises:
            BadData: a file is wrong; names file, line, entry and remedy.
        """
        entries = files.load_entries(folder / "answers")
        laws = files.load_laws(folder / "laws.yml")
        files.check_links(entries, laws)
        synonyms = files.load_synonyms(folder / "synonyms.yml")
        return cls(entries, laws, synonyms)

    def answer(
        self,
        question: str,
        *,
        today: date,
        prefecture: str | None = None,
        context_entry: str | None = None,
    ) -> Answer:
        """Answer a question as of `today`.

        Args:
            question: the person's words.
            today: the day the answer must hold on, in Hunan.
            prefecture: the place the question names, if any.
            context_entry: the entry answered just before: a follow-up leans on it.
        """
        follow_up = self._follow_up(question, context_entry)
        if follow_up is not None:
            return self.show(follow_up, today=today)
        ranked = self._in_force(self.index.rank(question), today)
        if not ranked or ranked[0].score < POSSIBLE:
            outcome = "no_entry" if ranked and ranked[0].score >= POSSIBLE / 2 else "not_understood"
            return Answer(outcome, score=ranked[0].score if ranked else 0.0)
        best = ranked[0]
        rivals = [c for c in ranked if best.score - c.score <= CLEAR][:CHOICES]
        if best.score >= SURE and (len(rivals) == 1 or best.score >= 0.85):
            return self.show(best.entry_id, today=today, score=best.score, candidates=ranked)
        offered = tuple(c for c in ranked[:CHOICES] if c.score >= POSSIBLE * 0.8)
        return Answer("clarify", score=best.score, candidates=offered)

    def _in_force(self, ranked: list[Candidate], today: date) -> list[Candidate]:
        """Leave out what does not hold yet, and what has expired while a valid rival fits too."""
        held = [c for c in ranked if self.entries[c.entry_id].valid(today)]
        if not held or not ranked or held[0] == ranked[0]:
            return held or ranked
        entry = self.entries[ranked[0].entry_id]
        not_yet = entry.valid_from is not None and entry.valid_from > today
        close = held[0].score >= ranked[0].score * RIVAL
        return held if not_yet or close else ranked

    def show(
        self,
        entry_id: str,
        *,
        today: date,
        score: float = 1.0,
        candidates: list[Candidate] | None = None,
    ) -> Answer:
        """One entry as of `today`; an expired one says only that it has expired."""
        entry = self.entries.get(entry_id)
        if entry is None:
            return Answer("no_entry")
        ranked = tuple(candidates or ())
        if not entry.valid(today):
            return Answer("expired", entry_id, score=score, candidates=ranked)
        return Answer(
            outcome=entry.outcome,
            entry_id=entry_id,
            text=entry.text(),
            sources=self._sources(entry, today),
            score=score,
            candidates=ranked,
            next_action=entry.next_action,
        )

    def _sources(self, entry: Entry, today: date) -> tuple[str, ...]:
        cited = []
        for law_id, article in entry.legal_basis:
            law = self.laws[law_id]
            past = law.in_force_until is not None and law.in_force_until < today
            cited.append(f"《{law.name}》{article}" + ("（已不再施行）" if past else ""))
        reviewed = (
            f"{entry.reviewed_by}审核于 {entry.reviewed_on}"
            if entry.reviewed_by
            else "尚待省中心审核"
        )
        return (*cited, *entry.sources, reviewed)

    def _follow_up(self, question: str, context_entry: str | None) -> str | None:
        """「那要多少钱」「多久」 after an answer: its own follow-ups come first."""
        entry = self.entries.get(context_entry or "")
        if entry is None or len(question) > 12:
            return None
        return next((to for words, to in entry.follow_ups.items() if words in question), None)
