"""The summary before filing: every item in one line, each of them editable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.actions.intake.fields import FORMS, Field
from bot.actions.intake.quick_replies import own
from bot.actions.intake.values import NOT_ASKED, answered, show


@dataclass(frozen=True)
class Item:
    """One line of the summary; without a field it can only be changed in words."""

    label: str
    value: str
    field: Field | None = None


def items(form: str, slots: Mapping[str, Any], *, files: int = 0) -> list[Item]:
    """What was filled in, in the order of the questions."""
    result = []
    for field in FORMS[form]:
        value = slots.get(field.slot)
        if field.in_summary and value is not None and value != NOT_ASKED:
            result.append(Item(field.label, show(field.slot, value), field))
    for slot, label in (("platform", "平台"), ("email", "邮箱")):
        if answered(slots.get(slot)):
            result.append(Item(label, str(slots[slot])))
    if slots.get("consent") == "anonymous":
        result.append(Item("身份", "匿名（不留姓名和电话）"))
    if files:
        result.append(Item("附件", f"{files} 份"))
    return result


# A longer item is shown by its beginning: a summary of pages is not read.
SHOWN = 300


def lines(form: str, slots: Mapping[str, Any], *, files: int = 0) -> list[str]:
    """The items as 「标签:内容」."""
    return [f"{item.label}：{_shown(item.value)}" for item in items(form, slots, files=files)]


def _shown(value: str) -> str:
    if len(value) <= SHOWN:
        return value
    return f"{value[:SHOWN]}……（共 {len(value)} 字，已全部记下）"


def card(form: str, slots: Mapping[str, Any], *, files: int = 0) -> dict[str, Any]:
    """The items as a card whose lines can be changed in place (see `bot.conversations.cards`)."""
    rows = []
    for item in items(form, slots, files=files):
        row: dict[str, Any] = {"label": item.label, "value": item.value}
        if item.field is not None:
            row["edit"] = own(f"edit:{item.field.slot}", slots)
            row["choices"] = [title for title, _ in item.field.choices]
            row["long"] = item.field.slot == "description"
        rows.append(row)
    return {"kind": "summary", "items": rows}


def edit_buttons(form: str, slots: Mapping[str, Any]) -> list[dict[str, str]]:
    """One button for each item that can be changed."""
    return [
        {"title": f"改：{field.label}", "payload": own(f"edit:{field.slot}", slots)}
        for field in FORMS[form]
        if field.in_summary and slots.get(field.slot) not in (None, NOT_ASKED)
    ]


def stop_buttons(slots: Mapping[str, Any]) -> list[dict[str, str]]:
    """What may become of a form that is left."""
    ways = (("留着，下次接着填", "stop:keep"), ("删掉", "stop:drop"), ("继续填", "stop:on"))
    return [{"title": title, "payload": own(value, slots)} for title, value in ways]
