"""Half-filled forms that a person asked to keep, outside the tracker."""

from collections.abc import Mapping
from typing import Any

from bot.actions import context
from bot.actions.intake.fields import MATTER_SLOTS
from bot.actions.intake.values import answered
from bot.conversations.records import Draft


def find() -> Draft | None:
    """The conversation's draft."""
    turn = context.current()
    return turn.session.get(Draft, turn.conversation_id)


def save(form: str, slots: Mapping[str, Any]) -> None:
    """Keep what was filled in; an older draft of the conversation gives way."""
    turn = context.current()
    kept = {slot: slots[slot] for slot in MATTER_SLOTS if answered(slots.get(slot))}
    kept.pop("confirmed", None)
    kept["form_instance"] = slots.get("form_instance")
    draft = find() or Draft(conversation_id=turn.conversation_id)
    draft.form, draft.slots, draft.saved_at = form, kept, turn.now
    turn.session.add(draft)


def drop() -> None:
    """Delete the draft for good."""
    draft = find()
    if draft is not None:
        context.current().session.delete(draft)


def resume(form: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """What the draft adds to a form that has just been opened; the draft is used up."""
    draft = find()
    if draft is None or draft.form != form:
        return {}
    drop()
    return {slot: value for slot, value in draft.slots.items() if slots.get(slot) is None}
