"""A form half filled, as its owner sees it beside the talk: 「已填 4/7 项」 and each item."""

from collections.abc import Mapping
from typing import Any

from bot.actions.intake import progress
from bot.actions.intake.fields import FORMS, TITLES
from bot.actions.intake.values import NOT_ASKED, show


def overview(snapshot: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The open form of a conversation's state; `None` when there is none.

    Returns:
        `form`, `title`, `done`, `total`, and `items` of `label` and `value` (null: still open).
    """
    form = (snapshot or {}).get("loop")
    if form not in TITLES:
        return None
    slots = (snapshot or {}).get("slots") or {}
    done, total = progress.count(form, slots)
    return {
        "form": form,
        "title": TITLES[form],
        "done": done,
        "total": total,
        "items": _items(form, slots),
    }


def _items(form: str, slots: Mapping[str, Any]) -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = []
    for field in FORMS[form]:
        value = slots.get(field.slot)
        if field.in_summary and value != NOT_ASKED:
            shown = None if value is None else show(field.slot, value)
            rows.append({"label": field.label, "value": shown})
    return rows
