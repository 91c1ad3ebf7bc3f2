"""Help and a report in one story: facts are asked once, a ticket each."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.intake.heard import Heard
from bot.actions.intake.story import names_both

# The button that asks for both.
BOTH = '/request_assistance{"choice":"matter:both"}'
_OTHER = {"assistance_form": "complaint_form", "complaint_form": "assistance_form"}


def announced(
    dispatcher: CollectingDispatcher, form: str, slots: dict[str, Any], heard: Heard
) -> dict[str, Any]:
    """The slot that makes the other kind of matter follow this one, when both are wanted."""
    if form not in _OTHER or slots.get("second_matter") or slots.get("is_second"):
        return {}
    if not (heard.choice == "matter:both" or names_both(heard.text)):
        return {}
    dispatcher.utter_message(response="utter_two_matters")
    return {"second_matter": _OTHER[form]}
