"""The trail of a ticket in words: who did what, why, and what changed with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.console.labels import label, labels
from bot.console.visit import Visit
from bot.desk import offers
from bot.money import yuan
from bot.tickets.records import TicketEvent

_ACTORS = {"bot": "智能助手", "clock": "系统计时", "person": "申请人"}
# Pressing or private matters stand out.
_TONES = {
    "decline": "bad",
    "escalate": "bad",
    "warn": "care",
    "supervise": "care",
    "remind": "care",
    "reveal": "care",
    "seal": "care",
    "close": "good",
    "decide": "good",
    "note": "quiet",
}


@dataclass(frozen=True)
class Line:
    """One event as it is read."""

    at: datetime
    who: str
    what: str
    why: str
    more: str
    tone: str
    files: list[dict[str, Any]]


def of(visit: Visit, events: list[TicketEvent]) -> list[Line]:
    """The trail, newest first."""
    return [_line(visit, event) for event in reversed(events)]


def _line(visit: Visit, event: TicketEvent) -> Line:
    detail = event.detail or {}
    what = labels("event").get(event.verb) or offers.label(event.verb)
    files = detail.get("evidence") or ([detail["file"]] if detail.get("file") else [])
    return Line(
        at=event.at,
        who=_ACTORS.get(event.by, event.by),
        what=what,
        why=event.why,
        more=_more(visit, event.verb, detail),
        tone=_TONES.get(event.verb, ""),
        files=[one for one in files if isinstance(one, dict)],
    )


def _more(visit: Visit, verb: str, detail: dict[str, Any]) -> str:
    """What else the event holds that a colleague wants to read."""
    said = []
    if verb in {"transfer", "rule"} and detail.get("to_center"):
        said.append(f"转到{visit.unit_name(detail['to_center'])}")
    if detail.get("to_name"):
        said.append(f"承办人 {detail['to_name']}")
    for name, words in (("into", "并入"), ("merged", "并进来的"), ("authority", "移送给")):
        if detail.get(name):
            said.append(f"{words} {detail[name]}")
    if detail.get("days"):
        said.append(f"延长 {detail['days']} 个工作日")
    if detail.get("due"):
        said.append(str(detail["due"]))
    if detail.get("text"):
        said.append(str(detail["text"]))
    if verb == "fund" and "selected" in detail:
        said.append(("入选" if detail["selected"] else "未入选") + _amount(detail.get("fen")))
    if detail.get("aim"):
        said.append(label("aim", detail["aim"]))
    if verb == "correct":
        said.append("、".join(label("slot", name) for name in detail.get("after", {})))
    return "；".join(said)


def _amount(fen: Any) -> str:
    return f" {yuan(fen)} 元" if isinstance(fen, int) else ""
