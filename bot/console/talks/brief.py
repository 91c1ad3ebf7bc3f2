"""What a colleague has to know before the first word: built from what the bot has noted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.console.labels import label, labels
from bot.console.pages import place
from bot.conversations.outbox import BOT_SENDER
from bot.conversations.records import Conversation, Message

_MARKS = {"unknown": "说不清", "withheld": "不愿说", "not_asked": "还没问"}


@dataclass
class Brief:
    """The one-screen summary of a talk."""

    form: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    files: int = 0
    asked: str = ""


def of(talk: Conversation, lines: list[Message]) -> Brief:
    """The brief of a talk, from its state and the lines at hand."""
    snapshot = talk.snapshot or {}
    slots: Mapping[str, Any] = snapshot.get("slots") or {}
    form = snapshot.get("loop") or ""
    facts = [
        (name, shown(slot, slots[slot]))
        for slot, name in labels("slot").items()
        if slots.get(slot) not in (None, "", [], {}, "not_asked")
    ]
    wanted = label("form_slots", form).split() if form in labels("form_slots") else []
    missing = [label("slot", slot) for slot in wanted if slots.get(slot) is None]
    spoken = [line for line in lines if line.sender == BOT_SENDER]
    files = sum(len(line.attachments) for line in lines if line.sender == "user")
    asked = spoken[-1].text if spoken and form else ""
    return Brief(label("form", form) if form else "", facts, missing, files, asked)


def shown(slot: str, value: Any) -> str:
    """One noted fact in words."""
    if isinstance(value, str) and value in _MARKS:
        return _MARKS[value]
    if isinstance(value, list):
        return "、".join(shown(slot, item) for item in value)
    if isinstance(value, dict):
        return place(value)
    if slot == "ip_type":
        return label("ip_type", str(value))
    if slot in {"wants", "relation", "consent"}:
        return label(slot, str(value))
    return str(value)
