"""The forms as Rasa sees them: read a message into slots, ask the next question.

All behaviour is in `bot.actions.intake`; here it is turned into Rasa's events.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.actions import context, drafts, pending
from bot.actions.intake import progress, summary
from bot.actions.intake.fields import FORMS, Field, field_of
from bot.actions.intake.heard import Heard, from_message
from bot.actions.intake.progress import Step
from bot.actions.intake.story import names_both
from bot.actions.intake.values import answered
from bot.conversations.records import Consent

Events = list[dict[str, Any]]
NOTICE_VERSION = "2026-11-1"
# After this long the person is told where they stood.
AWAY_HOURS = 4.0
# The button for help and a report in one story: facts are asked once, a ticket each.
BOTH = '/request_assistance{"choice":"matter:both"}'


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
            dispatcher.utter_message(response=response, **details)
        if result.close:
            return [
                SlotSet("closing", result.close),
                *([pending.keep(heard)] if result.close.startswith("switch:") else []),
                ActiveLoop(None),
                SlotSet("requested_slot", None),
            ]
        if result.ask_edit:
            buttons = summary.edit_buttons(self.form, {**slots, **result.slots})
            dispatcher.utter_message(response="utter_which_item", buttons=buttons)
        changes = {**found, **result.slots}
        self._record_consent(slots, changes)
        if asked is None:
            changes.update(_fresh({**slots, **found}))
            changes.update(self._second_matter(dispatcher, slots, heard))
        changes["filled"] = _order(slots.get("filled") or [], changes)
        if not (result.slots or result.say or result.hold or asked is None):
            dispatcher.utter_message(response="utter_not_caught")
        changes["hold"] = result.hold
        changes["back"] = False
        return self._ask_next({**slots, **changes}, changes)

    def _ask_next(self, slots: dict[str, Any], changes: dict[str, Any]) -> Events:
        question = progress.next_question(self.form, {**slots, **changes})
        events = [SlotSet(slot, value) for slot, value in changes.items()]
        # Rasa takes an answer without any slot for a refusal: this one is always there.
        events.append(SlotSet("form_name", self.form))
        events.append(SlotSet("requested_slot", question.slot if question else None))
        return events

    def _second_matter(
        self, dispatcher: CollectingDispatcher, slots: dict[str, Any], heard: Heard
    ) -> dict[str, Any]:
        """Whether the other kind of matter follows this one."""
        other = {"assistance_form": "complaint_form", "complaint_form": "assistance_form"}
        if self.form not in other or slots.get("second_matter") or slots.get("is_second"):
            return {}
        if not (heard.choice == "matter:both" or names_both(heard.text)):
            return {}
        dispatcher.utter_message(response="utter_two_matters")
        return {"second_matter": other[self.form]}

    def _record_consent(self, slots: dict[str, Any], changes: dict[str, Any]) -> None:
        answer = changes.get("consent")
        if not answer or answer == slots.get("consent"):
            return
        turn = context.current()
        turn.session.add(
            Consent(
                conversation_id=turn.conversation_id,
                notice_version=NOTICE_VERSION,
                answer=answer,
                at=turn.now,
            )
        )

    def _welcome_back(self, dispatcher: CollectingDispatcher, slots: dict[str, Any]) -> None:
        done, total = progress.count(self.form, slots)
        dispatcher.utter_message(response="utter_welcome_back", done=str(done), total=str(total))


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


class ValidateCallback(ValidateForm):
    form = "callback_form"


class AskField(Action):
    """Asks one question: in other words the second time, with ways out from the third on."""

    slot = ""

    def name(self) -> str:
        return f"action_ask_{self.slot}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if tracker.get_slot("hold"):
            return [SlotSet("hold", False)]
        form = str(tracker.get_slot("form_name"))
        field = field_of(form, self.slot)
        if field is None:
            return []
        asked = dict(tracker.get_slot("asked") or {})
        times = asked.get(self.slot, 0)
        if tracker.get_slot("back") and self.slot != "confirmed":
            # After side talk: a reminder, which does not count as asking again.
            dispatcher.utter_message(
                response="utter_back", label=field.label, buttons=_choices(field)
            )
            return [SlotSet("back", False)]
        self._utter(dispatcher, tracker, form, field, times)
        return [SlotSet("asked", {**asked, self.slot: times + 1})]

    def _utter(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        form: str,
        field: Field,
        times: int,
    ) -> None:
        buttons = _choices(field)
        if self.slot == "confirmed":
            files = len(context.files_of_conversation())
            text = "\n".join(summary.lines(form, tracker.slots, files=files))
            response = "utter_summary" if times == 0 else "utter_summary_again"
            dispatcher.utter_message(response=response, summary=text, buttons=buttons)
        elif times == 0:
            response = f"utter_first_{form}_{self.slot}"
            dispatcher.utter_message(response=response, buttons=buttons)
        elif times == 1:
            dispatcher.utter_message(response=f"utter_again_{self.slot}", buttons=buttons)
        else:
            response = "utter_stuck" if times == 2 else "utter_stuck_more"
            ways_out = [*buttons, *_ways_out(field)]
            dispatcher.utter_message(response=response, label=field.label, buttons=ways_out)


def _choices(field: Field) -> list[dict[str, str]]:
    return [
        {"title": title, "payload": summary.choice(f"{field.slot}:{value}")}
        for title, value in field.choices
    ]


def _ways_out(field: Field) -> list[dict[str, str]]:
    ways = [] if field.essential else [("跳过这一项", summary.choice(f"skip:{field.slot}"))]
    ways += [("转人工", "/talk_to_human"), ("先停下", "/stop")]
    return [{"title": title, "payload": payload} for title, payload in ways]


def _ask_classes() -> None:
    """One asking action for each field; Rasa finds them by the name `action_ask_<slot>`."""
    slots = {field.slot for fields in FORMS.values() for field in fields}
    for slot in sorted(slots):
        name = "Ask" + slot.title().replace("_", "")
        globals()[name] = type(name, (AskField,), {"slot": slot, "__module__": __name__})


_ask_classes()
