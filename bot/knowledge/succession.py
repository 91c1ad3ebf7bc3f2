"""Which entry holds on a day: the one found, the one that replaces it, or the one before. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.knowledge.entry import Entry
from bot.knowledge.retrieval import Candidate

# A valid entry this close to an expired one answers in its stead.
RIVAL = 0.6


class Succession:
    """Entries and what replaces them."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._replaces = {e.replaced_by: e.id for e in entries.values() if e.replaced_by}

    def in_force(self, ranked: list[Candidate], today: date) -> list[Candidate]:
        """What holds today in the place of what does not; an expired one stays if nothing does."""
        best: dict[str, Candidate] = {}
        expired: list[Candidate] = []
        for candidate in ranked:
            entry = self._holding(candidate.entry_id, today)
            if entry is not None:
                best.setdefault(entry.id, replace(candidate, entry_id=entry.id, title=entry.title))
            elif not self._not_yet(candidate.entry_id, today):
                expired.append(candidate)
        held = list(best.values())
        if expired and (not held or held[0].score < expired[0].score * RIVAL):
            return [expired[0], *held]
        return held

    def _holding(self, entry_id: str, today: date) -> Entry | None:
        """The entry, or the one before or after it that holds today."""
        chain, entry = [entry_id], self._entries[entry_id]
        while entry.replaced_by in self._entries and entry.replaced_by not in chain:
            entry = self._entries[str(entry.replaced_by)]
            chain.append(entry.id)
        before = self._replaces.get(entry_id)
        if before is not None:
            chain.append(before)
        return next((e for e in map(self._entries.__getitem__, chain) if e.valid(today)), None)

    def _not_yet(self, entry_id: str, today: date) -> bool:
        start = self._entries[entry_id].valid_from
        return start is not None and start > today
