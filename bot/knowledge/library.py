"""The knowledge base as the bot asks it: an answer with its source, or a named reason for none."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.knowledge import confidence, files, following
from bot.knowledge.entry import Entry
from bot.knowledge.files import Shelfful
from bot.knowledge.retrieval import Candidate, Index, Ranked
from bot.knowledge.succession import Succession

CHOICES = 3
STRANGERS = {
    "own_case": "needs_person",
    "other_office": "not_competent",
    "no_entry": "no_entry",
}
# An entry for other places than the one named counts only this much.
ELSEWHERE = 0.5


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
    steps: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape of `hotline answer` (contract, section 4)."""
        return {
            "outcome": self.outcome,
            "entry_id": self.entry_id,
            "answer": "\n".join((self.text, *self.steps)) if self.text else "",
            "sources": list(self.sources),
            "score": self.score,
            "candidates": [
                {"entry_id": one.entry_id, "score": one.score} for one in self.candidates
            ],
        }


class Library:
    """All entries, indexed."""

    def __init__(self, shelf: Shelfful, *, before: "Library | None" = None) -> None:
        """Index what is on the shelf; texts that `before` has read are not read again."""
        entries = shelf.entries
        self.entries = {entry.id: entry for entry in entries}
        self.laws = shelf.laws
        self.words = shelf.words
        known = before.index if before is not None else None
        self.index: Index = Index(entries, shelf.words, shelf.strangers, before=known)
        self._succession = Succession(self.entries)

    @classmethod
    def load(cls, folder: Path) -> "Library":
        """Read and check everything under `knowledge/`.

        Raises:
            BadData: a file is wrong; names file, line, entry and remedy.
        """
        return cls(files.load_all(folder))

    def answer(
        self,
        question: str,
        *,
        today: date,
        prefecture: str | None = None,
        context_entry: str | None = None,
        outside: float | None = None,
    ) -> Answer:
        """Answer a question as of `today`.

        Args:
            question: the person's words.
            today: the day the answer must hold on, in Hunan.
            prefecture: the place the question names, if any.
            context_entry: the entry answered just before: a follow-up leans on it.
            outside: the intent model's chance, from 0 to 1, that it is nothing the hotline does.
        """
        before = self.entries.get(context_entry or "")
        follow_up = following.named(before, self.index.tidy(question)) if before else None
        if follow_up is not None:
            return self.show(follow_up, today=today)
        ranked = self.ranked(question, today=today, prefecture=prefecture)
        leaning = self._leaning(question, before, ranked, today) if before else None
        if leaning is not None:
            return leaning
        sure = round(confidence.chance(confidence.signals(ranked, outside)), 4)
        candidates = ranked.candidates[:5]
        if sure >= confidence.SURE:
            best = candidates[0].entry_id
            return self.show(best, today=today, score=sure, candidates=candidates)
        if ranked.nearer > 0:
            outcome = STRANGERS[ranked.stranger]
            return Answer(outcome, score=sure, candidates=tuple(candidates))
        if sure >= confidence.POSSIBLE:
            return Answer("clarify", score=sure, candidates=tuple(candidates[:CHOICES]))
        outcome = "no_entry" if ranked.known >= 0.5 else "not_understood"
        return Answer(outcome, score=sure, candidates=tuple(candidates))

    def ranked(self, question: str, *, today: date, prefecture: str | None = None) -> Ranked:
        """The entries that fit best among those that hold on that day, and in that place."""
        asked = self.index.ask(question, top=8)
        local = self._local(asked.candidates, prefecture)
        return replace(asked, candidates=self._succession.in_force(local, today))

    def _leaning(self, question: str, before: Entry, alone: Ranked, today: date) -> Answer | None:
        """A bare question read together with what was just answered; none when it stands alone.

        「有效期几年」 after an answer on customs means the record's, not a patent's: where what was
        answered covers the question it is told again; else the person chooses.
        """
        if not following.is_bare(self.index.tidy(question), self.words.features(question)):
            return None
        first = alone.candidates[:1]
        if first and following.near(before, self.entries[first[0].entry_id]):
            return None
        if following.covers(self.index.covered(question, before.id)):
            return self.show(before.id, today=today)
        together = self.ranked(before.title + question, today=today).candidates
        near = [c for c in together if following.near(before, self.entries[c.entry_id])]
        offered = {c.entry_id: c for c in (*near[:2], *alone.candidates)}
        return Answer("clarify", candidates=tuple(offered.values())[:CHOICES]) if offered else None

    def _local(self, ranked: list[Candidate], prefecture: str | None) -> list[Candidate]:
        """Entries that speak of other places fall behind when a place is named."""

        def fit(candidate: Candidate) -> Candidate:
            regions = self.entries[candidate.entry_id].regions
            far = prefecture is not None and regions and prefecture not in regions
            return replace(candidate, score=candidate.score * ELSEWHERE) if far else candidate

        return sorted(map(fit, ranked), key=lambda candidate: -candidate.score)

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
            steps=entry.steps,
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
