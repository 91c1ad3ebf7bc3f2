"""What happens when a form has ended: its ticket is opened and told of, or it is left."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context, drafts, joining, opening, papers
from bot.actions.intake import values
from bot.actions.intake.fields import MATTER_SLOTS, SHARED
from bot.centers.matter import Route
from bot.clock import local

Events = list[dict[str, Any]]


class FinishForm(Action):
    """Runs when a form has ended, however it ended."""

    form = ""

    def name(self) -> str:
        return f"action_finish_{self.form}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        slots = dict(tracker.slots)
        closing = slots.get("closing")
        if closing:
            return _leave(dispatcher, self.form, slots, closing)
        if slots.get("confirmed") != "yes":
            return []
        ticket, unit = opening.open_ticket(self.form, slots)
        _tell(dispatcher, self.form, ticket, unit)
        return self._after(dispatcher, slots, ticket.number)

    def _after(
        self, dispatcher: CollectingDispatcher, slots: dict[str, Any], number: str
    ) -> Events:
        second = slots.get("second_matter")
        events = [SlotSet("last_ticket", number), *_cleared(slots, keep_facts=bool(second))]
        if second:
            return [
                *events,
                SlotSet("second_matter", None),
                SlotSet("is_second", True),
                FollowupAction(second),
            ]
        return [*events, SlotSet("is_second", None)]


def _tell(dispatcher: CollectingDispatcher, form: str, ticket: Any, unit: Route) -> None:
    due = local(ticket.due_at).strftime("%Y年%-m月%-d日") if ticket.due_at else ""
    name = context.current().shelf.directory.by_id(ticket.center_id).name
    dispatcher.utter_message(
        response=f"utter_filed_{opening.CATEGORIES[form]}",
        number=ticket.number,
        unit=name,
        reason=unit.reason,
        due=due,
        phone_hint="" if ticket.anonymous else "和您电话的后四位",
        json_message={"card": {"kind": "ticket", "number": ticket.number}},
    )
    papers.offer(dispatcher, ticket)


def _leave(
    dispatcher: CollectingDispatcher, form: str, slots: dict[str, Any], closing: str
) -> Events:
    if closing == "keep":
        drafts.save(form, slots)
        dispatcher.utter_message(response="utter_draft_kept")
    elif closing.startswith("switch:"):
        kept = [event for event in _cleared(slots, keep_facts=False) if event["name"] != "pending"]
        return [*kept, FollowupAction(closing.removeprefix("switch:"))]
    elif closing == "refused":
        dispatcher.utter_message(response="utter_no_consent")
    else:
        drafts.drop()
        dispatcher.utter_message(response="utter_draft_dropped")
    return _cleared(slots, keep_facts=False)


def _cleared(slots: dict[str, Any], *, keep_facts: bool) -> Events:
    """Slots to empty; the second of two matters keeps the facts and the consent to use them."""
    kept = {slot for slot in SHARED if keep_facts and values.answered(slots.get(slot))}
    kept |= {"consent"} if keep_facts and slots.get("consent") == "agreed" else set()
    names = [slot for slot in MATTER_SLOTS if slot not in kept]
    names += ["closing", "form_instance", "filled", "tries", "asked", "anonymous_wish", "pending"]
    return [SlotSet(slot, None) for slot in names]


class FinishAssistance(FinishForm):
    form = "assistance_form"


class FinishComplaint(FinishForm):
    form = "complaint_form"


class FinishActivity(FinishForm):
    form = "activity_form"

    def _after(
        self, dispatcher: CollectingDispatcher, slots: dict[str, Any], number: str
    ) -> Events:
        joining.join(dispatcher, slots, number)
        return super()._after(dispatcher, slots, number)


class FinishCallback(FinishForm):
    form = "callback_form"
