"""An entry as the data of a file, and what staff may write into it. Pure."""

from typing import Any

from bot.knowledge.entry import Entry

_LISTS = ("questions", "steps", "sources", "related", "regions")


def data_of(entry: Entry) -> dict[str, Any]:
    """The data that `from_data` would make this entry of; without what is empty."""
    laws = [
        {"law": law, "article": article} if article else {"law": law}
        for law, article in entry.legal_basis
    ]
    reviewed = {"by": entry.reviewed_by, "on": _day(entry.reviewed_on)}
    whole: dict[str, Any] = {
        "id": entry.id,
        "title": entry.title,
        "answer": entry.answer,
        "status": entry.status,
        **{name: list(getattr(entry, name)) for name in _LISTS},
        "follow_ups": dict(entry.follow_ups),
        "next": entry.next_action,
        "outcome": entry.outcome,
        "legal_basis": laws,
        "reviewed": reviewed if entry.reviewed_by else None,
        "valid_from": _day(entry.valid_from),
        "valid_until": _day(entry.valid_until),
        "replaced_by": entry.replaced_by,
    }
    return {name: value for name, value in whole.items() if value}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
