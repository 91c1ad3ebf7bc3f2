"""A matter already filed: how it stands, more evidence, taking it back.

Two proofs open a ticket: the conversation that filed it, or its number with the last four digits
of the phone. A wrong proof and an unknown number get the same answer.
"""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import case_verbs, context
from bot.actions.forms import ValidateForm
from bot.actions.intake.heard import Heard
from bot.actions.intake.values import NOT_ASKED, answered
from bot.errors import HotlineError, Refused
from bot.tickets import queries

Events = list[dict[str, Any]]
VERBS = {"check_status": "status", "supplement_case": "supplement", "withdraw_case": "withdraw"}
_CASE_SLOTS = ("ticket_ref", "proof", "case_text", "case_confirmed", "case_verb")
# What needs words of the person.
TOLD = frozenset({"supplement", "appeal"})
HASTE = re.compile(r"催(?:一下|一催|办|催|他们|你们)|加急|快点办|抓紧办")
# A message this long holds the supplement itself, not only the wish to make one.
TELLING = 14


class ValidateCase(ValidateForm):
    form = "case_form"

    def settled(self, slots: dict[str, Any], heard: Heard, asked: str | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        verb = slots.get("case_verb")
        if asked is None:
            verb = _verb(heard)
            found.update(_opening(verb, heard))
        if verb not in TOLD:
            found["case_text"] = NOT_ASKED
        if verb != "withdraw":
            found["case_confirmed"] = NOT_ASKED
        number = found.get("ticket_ref") or slots.get("ticket_ref")
        if answered(number) and _own(str(number)) is not None:
            found["proof"] = NOT_ASKED
        return found


def _verb(heard: Heard) -> str:
    """What is wanted: of the intent, of a button, or 催办 where progress is asked for in haste."""
    pressed = (heard.choice or "").removeprefix("case:")
    if pressed in case_verbs.DO:
        return pressed
    verb = VERBS.get(heard.intent, "status")
    return "remind" if verb == "status" and HASTE.search(heard.text) else verb


def _opening(verb: str, heard: Heard) -> dict[str, Any]:
    found: dict[str, Any] = {"case_verb": verb, **dict.fromkeys(_CASE_SLOTS[:4])}
    number = heard.first("ticket_no")
    own = queries.recent_of_conversation(
        context.current().session, context.current().conversation_id
    )
    if number:
        found["ticket_ref"] = number
    elif own:
        found["ticket_ref"] = own[0].number
    if heard.first("phone"):
        found["proof"] = str(heard.first("phone"))[-4:]
    if verb == "supplement" and len(heard.text.strip()) >= TELLING:
        found["case_text"] = heard.text.strip()
    return {slot: value for slot, value in found.items() if value is not None or slot != verb}


def _own(number: str) -> Any:
    turn = context.current()
    try:
        return queries.look_up(turn.session, number, conversation_id=turn.conversation_id)
    except HotlineError:
        return None


class FinishCase(Action):
    """Does what was asked of the ticket, once it may be opened."""

    def name(self) -> str:
        return "action_finish_case_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        slots = dict(tracker.slots)
        cleared = [SlotSet(slot, None) for slot in (*_CASE_SLOTS, "closing", "asked", "tries")]
        cleared.append(SlotSet("form_instance", None))
        closing = str(slots.get("closing") or "")
        if closing.startswith("switch:"):
            return [*cleared, FollowupAction(closing.removeprefix("switch:"))]
        if closing:
            dispatcher.utter_message(response="utter_left")
            return cleared
        ticket = _look_up(slots)
        if ticket is None:
            dispatcher.utter_message(response="utter_ticket_not_found")
            return cleared
        try:
            case_verbs.DO[str(slots.get("case_verb"))](dispatcher, ticket, slots)
        except Refused as refusal:
            dispatcher.utter_message(text=str(refusal))
        return cleared


def _look_up(slots: dict[str, Any]) -> Any:
    turn = context.current()
    own = _own(str(slots["ticket_ref"]))
    if own is not None:
        return own
    proof = slots.get("proof")
    if not answered(proof):
        return None
    try:
        return queries.look_up(turn.session, str(slots["ticket_ref"]), phone_last4=str(proof))
    except HotlineError:
        return None
