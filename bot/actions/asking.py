"""Asking the questions of the forms: in other words the second time, then with ways out."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context, joining
from bot.actions.intake import quick_replies, summary
from bot.actions.intake.fields import FORMS, Field, field_of
from bot.actions.intake.quick_replies import own
from bot.actions.opening import shared_ticket

Events = list[dict[str, Any]]
# Channels whose servers are abroad, and the questions that first ask for personal things.
ABROAD = frozenset({"telegram"})
PERSONAL = frozenset({"consent", "proof"})


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
                response="utter_back", label=field.label, buttons=_choices(field, tracker.slots)
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
        buttons = _choices(field, tracker.slots)
        if self.slot == "confirmed":
            files = len(context.files_of_conversation(shared_ticket(tracker.slots)))
            text = "\n".join(summary.lines(form, tracker.slots, files=files))
            card = {"card": summary.card(form, tracker.slots, files=files)}
            response = "utter_summary" if times == 0 else "utter_summary_again"
            dispatcher.utter_message(
                response=response, summary=text, buttons=buttons, json_message=card
            )
        elif self.slot == "activity":
            response = f"utter_{'first_activity_form' if times == 0 else 'again'}_activity"
            buttons = [*joining.buttons(), *buttons]
            dispatcher.utter_message(response=response, list=joining.listing(), buttons=buttons)
        elif times == 0:
            if self.slot in PERSONAL and context.current().channel in ABROAD:
                _say_abroad(dispatcher)
            response = f"utter_first_{form}_{self.slot}"
            dispatcher.utter_message(response=response, buttons=buttons)
        elif times == 1:
            dispatcher.utter_message(response=f"utter_again_{self.slot}", buttons=buttons)
        else:
            response = "utter_stuck" if times == 2 else "utter_stuck_more"
            ways_out = [*buttons, *_ways_out(field, tracker.slots)]
            dispatcher.utter_message(response=response, label=field.label, buttons=ways_out)


def _say_abroad(dispatcher: CollectingDispatcher) -> None:
    """Before anything personal: what is written here goes through servers abroad."""
    page = context.current().shelf.page_url
    button = {"title": "换到网页填", "payload": quick_replies.choice("continue:issue")}
    where = f"网页 {page}" if page else "我们网站的在线咨询"
    dispatcher.utter_message(response="utter_abroad", where=where, buttons=[button])


def _choices(field: Field, slots: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"title": title, "payload": own(f"{field.slot}:{value}", slots)}
        for title, value in field.choices
    ]


def _ways_out(field: Field, slots: Mapping[str, Any]) -> list[dict[str, str]]:
    ways = [] if field.essential else [("跳过这一项", own(f"skip:{field.slot}", slots))]
    ways += [("转人工", "/talk_to_human"), ("先停下", "/stop")]
    return [{"title": title, "payload": payload} for title, payload in ways]


def _ask_classes() -> None:
    """One asking action for each field; Rasa finds them by the name `action_ask_<slot>`."""
    slots = {field.slot for fields in FORMS.values() for field in fields}
    for slot in sorted(slots):
        name = "Ask" + slot.title().replace("_", "")
        globals()[name] = type(name, (AskField,), {"slot": slot, "__module__": __name__})


_ask_classes()
