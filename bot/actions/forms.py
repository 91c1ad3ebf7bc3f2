"""The forms as Rasa sees them: read a message into slots, ask the next question.

All behaviour is in `bot.actions.intake`; here it is turned into Rasa's events.
"""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions import consents, context, continuing, drafts, joining, pending, second_matter
from bot.actions.intake import progress, quick_replies, summary
from bot.actions.intake.heard import Heard, from_message
from bot.actions.intake.step import Step
from bot.actions.intake.values import answered

Events = list[dict[str, Any]]
# After this long the person is told where they stood.
AWAY_HOURS = 4.0


class ValidateForm(Action):
    """Reads one message inside a form."""

    form = ""

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if _resumed(tracker):
            return self._ask_next(tracker.slots, {"back": True})
        active = (tracker.active_loop or {}).get("name") == self.form
        asked = tracker.get_slot("requested_slot") if active else None
        heard = pending.heard_of(tracker) if asked is None else from_message(tracker.latest_message)
        slots = dict(tracker.slots)
        if asked is not None and heard.choice and continuing.is_asked(heard.choice):
            return self._elsewhere(dispatcher, slots, heard.choice)
        if asked is not None and not quick_replies.holds(heard.choice, asked, slots):
            dispatcher.utter_message(response="utter_choice_gone")
            return self._ask_next(slots, {"back": True})
        heard = replace(heard, choice=quick_replies.plain(heard.choice))
        found = drafts.resume(self.form, slots) if asked is None else {}
        if found:
            dispatcher.utter_message(response="utter_draft_found")
        result = progress.step(
            self.form, asked, {**slots, **found}, heard, context.current().shelf.gazetteer
        )
        result.slots.update(self.settled({**slots, **found, **result.slots}, heard, asked))
        if result.side_talk:
            raise ActionExecutionRejection(self.name(), "side talk")
        if asked is not None and context.current().hours_since_last >= AWAY_HOURS:
            self._welcome_back(dispatcher, slots)
        return self._events(dispatcher, slots, asked, heard, result, found)

    def _elsewhere(
        self, dispatcher: CollectingDispatcher, slots: dict[str, Any], choice: str
    ) -> Events:
        """A continuation code in the middle of a form."""
        other = continuing.handle(dispatcher, choice, self.form, slots)
        if other is None:
            return self._ask_next(slots, {"back": True})
        return [SlotSet("closing", f"switch:{other}"), *_ended()]

    def settled(self, slots: dict[str, Any], heard: Heard, asked: str | None) -> dict[str, Any]:
        """Slots that follow from what is known; nothing by default."""
        return {}

    def _events(
        self,
        dispatcher: CollectingDispatcher,
        slots: dict[str, Any],
        asked: str | None,
        heard: Heard,
        result: Step,
        found: dict[str, Any],
    ) -> Events:
        for response, details in result.say:
            buttons = summary.stop_buttons(slots) if response == "utter_offer_stop" else []
            dispatcher.utter_message(response=response, buttons=buttons, **details)
        if result.close:
            return [
                SlotSet("closing", result.close),
                *([pending.keep(heard)] if result.close.startswith("switch:") else []),
                *_ended(),
            ]
        if result.ask_edit:
            buttons = summary.edit_buttons(self.form, {**slots, **result.slots})
            dispatcher.utter_message(response="utter_which_item", buttons=buttons)
        changes = {**found, **result.slots}
        consents.record(slots, changes)
        if asked is None:
            changes.update(_fresh({**slots, **found}))
            changes.update(second_matter.announced(dispatcher, self.form, slots, heard))
        changes["filled"] = _order(slots.get("filled") or [], changes)
        if not (result.slots or result.say or result.hold or asked is None):
            dispatcher.utter_message(response="utter_not_caught")
        changes["hold"] = result.hold
        changes["back"] = result.back
        return self._ask_next({**slots, **changes}, changes)

    def _ask_next(self, slots: dict[str, Any], changes: dict[str, Any]) -> Events:
        question = progress.next_question(self.form, {**slots, **changes})
        events = [SlotSet(slot, value) for slot, value in changes.items()]
        # Rasa takes an answer without any slot for a refusal: this one is always there.
        events.append(SlotSet("form_name", self.form))
        events.append(SlotSet("requested_slot", question.slot if question else None))
        return events

    def _welcome_back(self, dispatcher: CollectingDispatcher, slots: dict[str, Any]) -> None:
        done, total = progress.count(self.form, slots)
        dispatcher.utter_message(response="utter_welcome_back", done=str(done), total=str(total))


def _ended() -> Events:
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


def _resumed(tracker: Tracker) -> bool:
    """Whether the form is taken up again in the same turn, after side talk."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") == "action_side_talk":
            return True
    return False


def _fresh(slots: dict[str, Any]) -> dict[str, Any]:
    """What every newly opened form starts with."""
    return {
        "form_instance": slots.get("form_instance") or context.new_id(),
        "asked": {},
        "tries": {},
        "closing": None,
        "pending": None,
    }


def _order(filled: list[str], changes: dict[str, Any]) -> list[str]:
    """Slots in the order they were last filled; a correction without a name means the last."""
    new = [slot for slot, value in changes.items() if slot in _CORRECTABLE and answered(value)]
    return [slot for slot in filled if slot not in new] + new


_CORRECTABLE = {
    "applicant_region",
    "infringement_region",
    "ip_type",
    "phone",
    "platform",
    "email",
    "applicant_name",
    "right_no",
}


class ValidateAssistance(ValidateForm):
    form = "assistance_form"


class ValidateComplaint(ValidateForm):
    form = "complaint_form"


class ValidateActivity(ValidateForm):
    form = "activity_form"

    def settled(self, slots: dict[str, Any], heard: Heard, asked: str | None) -> dict[str, Any]:
        return joining.settled(slots, heard, asked)


class ValidateCallback(ValidateForm):
    form = "callback_form"
