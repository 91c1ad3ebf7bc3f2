"""One screen for the colleague who takes over: built from slots, files and tickets, not from words.

Who, which right, where, what was asked and what is missing, deadlines, the bot's next question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.actions.intake import overview
from bot.actions.intake.fields import FORMS
from bot.actions.intake.values import answered, show
from bot.clock import local
from bot.conversations.records import Conversation, StoredFile
from bot.settings import ROOT
from bot.tickets import queries
from bot.tickets.statuses import LABELS

_WHO = ("applicant_name", "applicant_org", "role", "phone")
_RIGHT = ("ip_type", "right_no")
_WHERE = ("applicant_region", "infringement_region", "platform", "respondent")


@dataclass(frozen=True)
class Matter:
    """A ticket of the conversation, in a line."""

    number: str
    status: str
    due: str


@dataclass(frozen=True)
class Brief:
    """What a colleague needs to know at a glance; phone numbers are masked."""

    who: tuple[str, ...]
    right: tuple[str, ...]
    where: tuple[str, ...]
    story: str
    form: str | None
    done: int
    total: int
    asked: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    files: int
    matters: tuple[Matter, ...]
    next_question: str | None


def brief(session: Session, conversation: Conversation) -> Brief:
    """The brief of a conversation; that the caller may see it is checked before."""
    snapshot = conversation.snapshot or {}
    slots: Mapping[str, Any] = snapshot.get("slots") or {}
    form = overview.overview(snapshot)
    items = form["items"] if form else []
    files = select(func.count()).where(StoredFile.conversation_id == conversation.id)
    return Brief(
        who=_shown(slots, _WHO),
        right=_shown(slots, _RIGHT),
        where=_shown(slots, _WHERE),
        story=str(slots.get("description") or "")[:500],
        form=form["title"] if form else None,
        done=form["done"] if form else 0,
        total=form["total"] if form else 0,
        asked=tuple((i["label"], i["value"]) for i in items if i["value"] is not None),
        missing=tuple(i["label"] for i in items if i["value"] is None),
        files=int(session.scalar(files) or 0),
        matters=tuple(_matters(session, conversation.id)),
        next_question=next_question(snapshot),
    )


def _shown(slots: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(show(name, slots[name]) for name in names if answered(slots.get(name)))


def _matters(session: Session, conversation_id: str) -> list[Matter]:
    return [
        Matter(
            ticket.number,
            LABELS[ticket.status],
            local(ticket.due_at).strftime("%-m月%-d日") if ticket.due_at else "",
        )
        for ticket in queries.recent_of_conversation(session, conversation_id)
    ]


def next_question(snapshot: Mapping[str, Any] | None) -> str | None:
    """What the bot asks when it goes on; `None` when no form is open."""
    form = (snapshot or {}).get("loop")
    slots = (snapshot or {}).get("slots") or {}
    open_ones = [field.slot for field in FORMS.get(str(form), ()) if slots.get(field.slot) is None]
    asked = slots.get("requested_slot") or next(iter(open_ones), None)
    return _questions().get(f"utter_first_{form}_{asked}")


@lru_cache(maxsize=1)
def _questions() -> dict[str, str]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    domain = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), Loader=loader)
    return {
        name: str(said[0].get("text", ""))
        for name, said in domain["responses"].items()
        if name.startswith("utter_first_")
    }
