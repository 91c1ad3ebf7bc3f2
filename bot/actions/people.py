"""Handing over to a person: queued for staff in working hours, a callback ticket outside them."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.desk import waiting

Events = list[dict[str, Any]]


def talk_to_human(dispatcher: CollectingDispatcher, slots: dict[str, Any]) -> bool:
    """Queue the conversation for the staff of its unit; whether they are at work now."""
    turn = context.current()
    unit = _unit(slots)
    hours = turn.shelf.hours.of(unit)
    if hours.is_open(turn.now):
        place = waiting.ask(
            turn.session, turn.conversation_id, why="asked", at=turn.now, center_id=unit
        )
        dispatcher.utter_message(response="utter_queued", wait=place.words())
        return True
    when = waiting.moment(hours.next_opening(turn.now))
    dispatcher.utter_message(response="utter_closed_now", when=when)
    return False


def _unit(slots: dict[str, Any]) -> str | None:
    """The unit of the place that is known; `None` leaves it to the conversation's own."""
    for slot in ("infringement_region", "applicant_region"):
        region = slots.get(slot)
        prefecture = region.get("prefecture") if isinstance(region, dict) else None
        if prefecture:
            return context.current().shelf.directory.for_prefecture(prefecture).id
    return None


class TalkToHuman(Action):
    def name(self) -> str:
        return "action_talk_to_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if talk_to_human(dispatcher, dict(tracker.slots)):
            return []
        return [FollowupAction("callback_form")]
