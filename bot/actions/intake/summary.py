"""The summary before filing: every item in one line, each of them editable."""

from collections.abc import Mapping
from typing import Any

from bot.actions.intake.fields import FORMS
from bot.actions.intake.values import NOT_ASKED, answered, show


def lines(form: str, slots: Mapping[str, Any], *, files: int = 0) -> list[str]:
    """The items as 「标签:内容」."""
    result = []
    for field in FORMS[form]:
        value = slots.get(field.slot)
        if field.in_summary and value is not None and value != NOT_ASKED:
            result.append(f"{field.label}：{show(field.slot, value)}")
    for slot, label in (("platform", "平台"), ("email", "邮箱")):
        if answered(slots.get(slot)):
            result.append(f"{label}：{slots[slot]}")
    if slots.get("consent") == "anonymous":
        result.append("身份：匿名（不留姓名和电话）")
    if files:
        result.append(f"附件：{files} 份")
    return result


def edit_buttons(form: str, slots: Mapping[str, Any]) -> list[dict[str, str]]:
    """One button for each item that can be changed."""
    return [
        {"title": f"改：{field.label}", "payload": choice(f"edit:{field.slot}")}
        for field in FORMS[form]
        if field.in_summary and slots.get(field.slot) not in (None, NOT_ASKED)
    ]


def stop_buttons() -> list[dict[str, str]]:
    """What may become of a form that is left."""
    ways = (("留着，下次接着填", "stop:keep"), ("删掉", "stop:drop"), ("继续填", "stop:on"))
    return [{"title": title, "payload": choice(value)} for title, value in ways]


def choice(value: str) -> str:
    """The payload of a quick reply; only the server ever sees it."""
    return '/inform{"choice":"' + value + '"}'
