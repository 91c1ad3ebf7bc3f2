"""A matter already filed: how it stands, more evidence, taking it back.

Two proofs open a ticket: the conversation that filed it, or its number with the last four digits
of the phone. A wrong proof and an unknown number get the same answer.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context, papers
from bot.actions.forms import ValidateForm
from bot.actions.intake.heard import Heard
from bot.actions.intake.values import NOT_ASKED, answered
from bot.clock import local
from bot.desk import telling
from bot.errors import HotlineError, Refused
from bot.tickets import queries, service, statuses

Events = list[dict[str, Any]]
VERBS = {"check_status": "status", "supplement_case": "supplement", "withdraw_case": "withdraw"}
_CASE_SLOTS = ("ticket_ref", "proof", "case_text", "case_confirmed", "case_verb")
# A message this long holds the supplement itself, not only the wish to make one.
TELLING = 14


class ValidateCase(ValidateForm):
    form = "case_form"

    def settled(self, slots: dict[str, Any], heard: Heard, asked: str | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        verb = slots.get("case_verb")
        if asked is None:
            verb = VERBS.get(heard.intent, "status")
            found.update(_opening(verb, heard))
        if verb != "supplement":
            found["case_text"] = NOT_ASKED
        if verb != "withdraw":
            found["case_confirmed"] = NOT_ASKED
        number = found.get("ticket_ref") or slots.get("ticket_ref")
        if answered(number) and _own(str(number)) is not None:
            found["proof"] = NOT_ASKED
        return found


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
            _VERBS[str(slots.get("case_verb"))](dispatcher, ticket, slots)
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


def _status(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    unit = context.current().shelf.directory.by_id(ticket.center_id).name
    due = local(ticket.due_at).strftime("%Y年%-m月%-d日") if ticket.due_at else "（未定）"
    dispatcher.utter_message(
        response="utter_status",
        number=ticket.number,
        status=statuses.LABELS[ticket.status],
        unit=unit,
        due=due,
        opened=local(ticket.opened_at).strftime("%Y年%-m月%-d日"),
        json_message={"card": {"kind": "ticket", "number": ticket.number}},
    )
    papers.offer(dispatcher, ticket)


def _supplement(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    turn = context.current()
    files = context.files_of_conversation()
    service.supplement(
        turn.session,
        ticket,
        text=str(slots["case_text"]),
        evidence=[{"name": file.name, "sha256": file.sha256} for file in files],
        by="person",
        at=turn.now,
    )
    for file in files:
        file.ticket_number = ticket.number
    telling.staff(turn.session, ticket, "supplement", at=turn.now)
    dispatcher.utter_message(response="utter_supplemented", number=ticket.number)


def _withdraw(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    if slots.get("case_confirmed") != "yes":
        dispatcher.utter_message(response="utter_not_withdrawn", number=ticket.number)
        return
    turn = context.current()
    service.withdraw(turn.session, ticket, by="person", why="本人在对话中确认撤回", at=turn.now)
    telling.staff(turn.session, ticket, "withdraw", at=turn.now)
    dispatcher.utter_message(response="utter_withdrawn", number=ticket.number)


_VERBS = {"status": _status, "supplement": _supplement, "withdraw": _withdraw}
