"""One answer of the knowledge base, and what a file must say for it to be told to the public."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.errors import BadData

STATUSES = frozenset({"confirmed", "unverified", "historical"})
OUTCOMES = frozenset({"answered", "not_competent", "needs_person"})
NEXT_ACTIONS = frozenset({"assistance_form", "complaint_form", "person", "find_center"})
SHORT = 150
MIN_QUESTIONS = 8
_FIELDS = {
    "id",
    "title",
    "questions",
    "answer",
    "steps",
    "follow_ups",
    "related",
    "next",
    "outcome",
    "regions",
    "legal_basis",
    "sources",
    "status",
    "reviewed",
    "valid_from",
    "valid_until",
    "replaced_by",
}
NOT_VERIFIED = "（这一条还没有核实到原文，请以受理单位或 12330 / 12345 的答复为准。）"
HISTORICAL = "（这是 2015 年方案里的安排，今天怎么做请以受理单位答复为准。）"


@dataclass(frozen=True)
class Entry:
    """A reviewed answer. `line` is where it stands in its file, for error messages."""

    id: str
    title: str
    questions: tuple[str, ...]
    answer: str
    sources: tuple[str, ...]
    status: str
    topic: str = ""
    steps: tuple[str, ...] = ()
    follow_ups: dict[str, str] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    next_action: str | None = None
    outcome: str = "answered"
    regions: tuple[str, ...] = ()
    legal_basis: tuple[tuple[str, str], ...] = ()
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_by: str | None = None
    path: Path | None = None
    line: int | None = None

    def valid(self, today: date) -> bool:
        """Whether the answer holds on this day."""
        started = self.valid_from is None or self.valid_from <= today
        return started and (self.valid_until is None or today <= self.valid_until)

    def text(self) -> str:
        """What the person reads first, with the word of caution its status asks for."""
        return self.answer + self.caution()

    def caution(self) -> str:
        """A line that says how far the answer has been verified; empty when it has."""
        notes = {"unverified": NOT_VERIFIED, "historical": HISTORICAL}
        return f"\n{notes[self.status]}" if self.status in notes else ""


def from_data(data: Any, *, topic: str, path: Path, line: int | None) -> Entry:
    """Build an entry from a file's data.

    Raises:
        BadData: something is missing or wrong; names file, line, entry and remedy.
    """
    reader = _Reader(data, path, line)
    reviewed = reader.mapping("reviewed")
    entry = Entry(
        id=reader.text("id"),
        title=reader.text("title"),
        questions=reader.texts("questions", at_least=MIN_QUESTIONS),
        answer=reader.text("answer"),
        sources=reader.texts("sources", at_least=1),
        status=reader.one_of("status", STATUSES, None),
        topic=topic,
        steps=reader.texts("steps"),
        follow_ups={str(k): str(v) for k, v in reader.mapping("follow_ups").items()},
        related=reader.texts("related"),
        next_action=reader.one_of("next", NEXT_ACTIONS, "") or None,
        outcome=reader.one_of("outcome", OUTCOMES, "answered"),
        regions=reader.texts("regions"),
        legal_basis=reader.laws(),
        reviewed_by=reviewed.get("by"),
        reviewed_on=reader.date_of(reviewed.get("on"), "reviewed.on"),
        valid_from=reader.date_of(data.get("valid_from"), "valid_from"),
        valid_until=reader.date_of(data.get("valid_until"), "valid_until"),
        replaced_by=data.get("replaced_by"),
        path=path,
        line=line,
    )
    reader.check(entry)
    return entry


def _markup(text: str) -> bool:
    return "<" in text or "javascript:" in text.lower()


class _Reader:
    def __init__(self, data: Any, path: Path, line: int | None) -> None:
        self._path, self._line = path, line
        self._id = str(data.get("id", "?")) if isinstance(data, dict) else "?"
        if not isinstance(data, dict):
            raise self.bad("an entry must be a mapping", "begin it with '- id: …'")
        unknown = set(data) - _FIELDS
        if unknown:
            raise self.bad(f"unknown field {sorted(unknown)[0]!r}", "see docs/knowledge.md")
        self._data = data

    def bad(self, what: str, remedy: str) -> BadData:
        return BadData(what, path=self._path, line=self._line, entry=self._id, remedy=remedy)

    def text(self, name: str) -> str:
        value = self._data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.bad(f"'{name}' is missing", "write it")
        if _markup(value):
            raise self.bad(f"'{name}' holds markup", "write plain text")
        return value.strip()

    def texts(self, name: str, *, at_least: int = 0) -> tuple[str, ...]:
        value = self._data.get(name) or []
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.bad(f"'{name}' must be a list of texts", "quote each of them")
        if len(value) < at_least:
            raise self.bad(f"'{name}' needs at least {at_least}", "add what is missing")
        if any(map(_markup, value)):
            raise self.bad(f"'{name}' holds markup", "write plain text")
        return tuple(v.strip() for v in value)

    def mapping(self, name: str) -> dict[str, Any]:
        value = self._data.get(name) or {}
        if not isinstance(value, dict):
            raise self.bad(f"'{name}' must be a mapping", "see docs/knowledge.md")
        return value

    def one_of(self, name: str, allowed: frozenset[str], default: str | None) -> str:
        value = self._data.get(name, default)
        if value == default and default is not None:
            return default
        if value not in allowed:
            raise self.bad(f"'{name}' is {value!r}", f"one of {', '.join(sorted(allowed))}")
        return str(value)

    def laws(self) -> tuple[tuple[str, str], ...]:
        value = self._data.get("legal_basis") or []
        if not isinstance(value, list):
            raise self.bad("'legal_basis' must be a list", "write '- law: …' and 'article: …'")
        found = []
        for item in value:
            if not isinstance(item, dict) or "law" not in item:
                raise self.bad("a legal basis without a law", "write '- law: …'")
            found.append((str(item["law"]), str(item.get("article", ""))))
        return tuple(found)

    def date_of(self, value: Any, name: str) -> date | None:
        if value is None:
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.bad(f"'{name}' is not a date: {value!r}", "write YYYY-MM-DD") from None

    def check(self, entry: Entry) -> None:
        if len(entry.answer) > SHORT:
            raise self.bad(f"the answer has {len(entry.answer)} characters", f"at most {SHORT}")
        if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
            raise self.bad("valid_until lies before valid_from", "swap the dates")
        if entry.reviewed_on and not entry.reviewed_by:
            raise self.bad("reviewed on a day by nobody", "name the role under reviewed.by")
