"""News of a matter as a template message or a subscription's notice: the only words that reach a
person outside the window.

`HOTLINE_WECHAT_PROGRESS_TEMPLATE` reads `ID number=character_string1 text=thing2 time=time3`: the
template's id, then which of its fields takes the number, the news and the time. `subscribe:ID …`
sends them as a notice (订阅通知) to those who have subscribed to it.
"""

from dataclasses import dataclass
from typing import Any

from bot.errors import BadData

NAME = "HOTLINE_WECHAT_PROGRESS_TEMPLATE"
TEMPLATE_MESSAGE = "message/template/send"
SUBSCRIPTION = "message/subscribe/bizsend"
_SUBSCRIBE = "subscribe:"
# What the platform takes in a field of each kind, in characters.
_LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "time": 32, "const": 20}


@dataclass(frozen=True)
class Template:
    """A template, where its fields come from: (field of the template, ours), and the call."""

    template_id: str
    fields: tuple[tuple[str, str], ...]
    path: str = TEMPLATE_MESSAGE

    def message(self, openid: str, notice: dict[str, str]) -> dict[str, Any]:
        """The body of the platform's call."""
        data = {
            theirs: {"value": _fit(theirs, notice.get(ours, ""))} for theirs, ours in self.fields
        }
        return {"touser": openid, "template_id": self.template_id, "data": data}


def parse(setting: str) -> Template | None:
    """The template of the setting; `None` when it is empty.

    Raises:
        BadData: it cannot be read.
    """
    if not setting.strip():
        return None
    named, *pairs = setting.split()
    template_id = named.removeprefix(_SUBSCRIBE)
    path = TEMPLATE_MESSAGE if template_id == named else SUBSCRIPTION
    fields = []
    for pair in pairs:
        ours, _, theirs = pair.partition("=")
        if ours not in {"number", "text", "time"} or not theirs.isidentifier():
            raise BadData(f"cannot read {pair!r}", path=NAME, remedy="write ID number=… text=…")
        fields.append((theirs, ours))
    if not fields:
        raise BadData(
            "no fields", path=NAME, remedy="write ID number=character_string1 text=thing2"
        )
    return Template(template_id, tuple(fields), path)


def _fit(field: str, value: str) -> str:
    limit = _LONGEST.get(field.rstrip("0123456789"), 20)
    return value if len(value) <= limit else value[: limit - 1] + "…"
