"""Handing over to a person: queued for staff in working hours, a callback ticket outside them."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.conversations import handoff

Events = list[dict[str, Any]]


def talk_to_human(dispatcher: CollectingDispatcher) -> bool:
    """Queue the conversation for staff; whether staff are at work now."""
    turn = context.current()
    if turn.shelf.hours.is_open(turn.now):
        place = handoff.ask(turn.session, turn.conversation_id, why="asked", at=turn.now)
        dispatcher.utter_message(response="utter_queued", wait=place.words())
        return True
    opens = turn.shelf.hours.next_opening(turn.now)
    weekday = "一二三四五六日"[opens.weekday()]
    when = opens.strftime(f"%-m月%-d日（周{weekday}）%H:%M")
    dispatcher.utter_message(response="utter_closed_now", when=when)
    return False


class TalkToHuman(Action):
    def name(self) -> str:
        return "action_talk_to_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        if talk_to_human(dispatcher):
            return []
        return [FollowupAction("callback_form")]
