"""What a quick reply of a form stands for, and which filling-in of the form it belongs to.

A button stays on the screen for ever. One of a form that was filed, or left, must not answer the
question of another: 「提交」 of yesterday's matter would file today's.
"""

from collections.abc import Mapping
from typing import Any

_MARK = 8


def choice(value: str) -> str:
    """The payload of a quick reply; only the server ever sees it."""
    return '/inform{"choice":"' + value + '"}'


def own(value: str, slots: Mapping[str, Any]) -> str:
    """The payload of a quick reply that holds for this filling-in of a form only."""
    return choice(f"{value}@{_instance(slots)}")


def plain(value: str | None) -> str | None:
    """A choice without the mark of its form."""
    return value.partition("@")[0] if value else value


def holds(value: str | None, asked: str, slots: Mapping[str, Any]) -> bool:
    """Whether a choice can still be taken: of this filling-in; to submit, while that is asked."""
    what, _, instance = (value or "").partition("@")
    if instance and instance != _instance(slots):
        return False
    return asked == "confirmed" or not what.startswith("confirmed:")


def _instance(slots: Mapping[str, Any]) -> str:
    return str(slots.get("form_instance") or "")[:_MARK]
