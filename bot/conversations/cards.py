"""What a page may make of a message's text: a summary whose items can be changed, a ticket to keep.

A card adds doors to a text that is complete without it, so channels without cards lose nothing:

* `{"kind": "summary", "items": [{"label", "value", "button_id", "choices": [title], "long"}]}`
* `{"kind": "ticket", "number": "HN-…"}`
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.records import Button

Card = dict[str, Any]


def issue_button(session: Session, conversation_id: str, title: str, payload: str) -> str:
    """Remember what a button means; the opaque id that goes out instead."""
    button_id = secrets.token_urlsafe(12)
    session.add(
        Button(id=button_id, conversation_id=conversation_id, title=title[:200], payload=payload)
    )
    return button_id


def issue(session: Session, conversation_id: str, card: Mapping[str, Any] | None) -> Card | None:
    """The card as it goes out: every `edit` payload replaced by the id of a button."""
    if card is None:
        return None
    items = [_item(session, conversation_id, item) for item in card.get("items") or []]
    return {**card, "items": items} if items else dict(card)


def _item(session: Session, conversation_id: str, item: Mapping[str, Any]) -> Card:
    shown = {name: value for name, value in item.items() if name != "edit"}
    if item.get("edit"):
        title = f"改：{item['label']}"
        shown["button_id"] = issue_button(session, conversation_id, title, item["edit"])
    return shown
