"""The small things around a matter: greeting, feedback, asking back, leaving, side talk."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import answers, context, continuing, directions, drafts, pending, people
from bot.actions.intake.choices import UNREADABLE
from bot.actions.intake.heard import Heard, from_message
from bot.actions.second_matter import BOTH
from bot.conversations.records import Feedback
from bot.tickets import queries

Events = list[dict[str, Any]]
MAIN = (
    ("申请维权援助", "/request_assistance"),
    ("举报/投诉", "/report_complaint"),
    ("问办事流程", "/ask_procedure"),
)
_LABELS = {
    "request_assistance": "我的权利需要帮助（申请维权援助）",
    "report_complaint": "举报或投诉别人侵权假冒",
    "ask_procedure": "只是想问问怎么办理",
    "check_status": "查之前登记的进度",
    "supplement_case": "给已登记的事补充材料",
    "withdraw_case": "撤回已登记的事",
    "find_center": "找受理单位",
    "talk_to_human": "转人工",
    "register_activity": "报名讲座、培训、志愿者等活动",
    "give_feedback": "对我们的服务提意见",
    "stop": "先不办了",
    "out_of_scope": "别的事情",
}


def _buttons(pairs: Any) -> list[dict[str, str]]:
    return [{"title": title, "payload": payload} for title, payload in pairs]


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        draft = drafts.find()
        if draft is not None:
            intents = {"complaint_form": "report_complaint"}
            payload = "/" + intents.get(draft.form, "request_assistance")
            buttons = _buttons([("接着填", payload)])
            dispatcher.utter_message(response="utter_greet_draft", buttons=buttons)
        else:
            dispatcher.utter_message(response="utter_greet", buttons=_buttons(MAIN))
        return []


class Clarify(Action):
    """Asks back when two readings are close, or when nothing was understood."""

    def name(self) -> str:
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        heard = from_message(tracker.latest_message)
        if heard.choice and continuing.is_asked(heard.choice):
            form = continuing.handle(dispatcher, heard.choice, None, {})
            return [FollowupAction(form)] if form else []
        if heard.choice and heard.choice.startswith("files:"):
            _files_came(dispatcher, heard.choice.removeprefix("files:"))
            return []
        what, _, why = (heard.choice or "").partition(":")
        if what in UNREADABLE:
            dispatcher.utter_message(response=f"utter_{what}_{why}")
            return []
        if heard.choice:
            _gone(dispatcher)
            return []
        readings = _close_readings(tracker.latest_message)
        if len(readings) >= 2:
            first, second = (_LABELS[name] for name in readings[:2])
            buttons = [(_LABELS[name], f"/{name}") for name in readings[:2]]
            if set(readings[:2]) == {"request_assistance", "report_complaint"}:
                buttons.append(("两样都要", BOTH))
            buttons.append(("都不是", "/talk_to_human"))
            dispatcher.utter_message(
                response="utter_clarify", first=first, second=second, buttons=_buttons(buttons)
            )
        else:
            menu = _buttons([*MAIN, ("转人工", "/talk_to_human")])
            dispatcher.utter_message(response="utter_not_understood", buttons=menu)
        return [pending.keep(heard)] if heard.text else []


def _gone(dispatcher: CollectingDispatcher) -> None:
    """A quick reply of a form that is no longer open: nothing was changed by it."""
    turn = context.current()
    filed = queries.recent_of_conversation(turn.session, turn.conversation_id)
    if filed:
        number = filed[0].number
        dispatcher.utter_message(response="utter_choice_gone_filed", number=number)
    else:
        dispatcher.utter_message(response="utter_choice_gone", buttons=_buttons(MAIN))


def _files_came(dispatcher: CollectingDispatcher, count: str) -> None:
    """Files before any wish: what they are for is asked."""
    turn = context.current()
    filed = queries.recent_of_conversation(turn.session, turn.conversation_id)
    pairs = [*MAIN[:2], *([("补充到已登记的事", "/supplement_case")] if filed else [])]
    dispatcher.utter_message(response="utter_files_for_what", count=count, buttons=_buttons(pairs))


def _close_readings(latest: dict[str, Any]) -> list[str]:
    ranking = [r for r in latest.get("intent_ranking") or [] if r["name"] in _LABELS]
    return [r["name"] for r in ranking[:2] if r["confidence"] >= 0.15]


class GiveFeedback(Action):
    def name(self) -> str:
        return "action_feedback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        feedback(dispatcher, from_message(tracker.latest_message))
        return []


def feedback(dispatcher: CollectingDispatcher, heard: Heard) -> None:
    """Keep what was said of the service, for the supervisors."""
    turn = context.current()
    turn.session.add(
        Feedback(conversation_id=turn.conversation_id, text=heard.text[:2000], at=turn.now)
    )
    dispatcher.utter_message(response="utter_feedback")


class SideTalk(Action):
    """Answers what was asked in the middle of a form; the form goes on after it."""

    def name(self) -> str:
        return "action_side_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        heard = from_message(tracker.latest_message)
        if heard.intent in {"ask_procedure"}:
            return answers.answer(dispatcher, tracker)
        if heard.intent == "find_center":
            directions.find_center(dispatcher, heard)
        elif heard.intent == "talk_to_human":
            people.talk_to_human(dispatcher, dict(tracker.slots))
        elif heard.intent == "give_feedback":
            feedback(dispatcher, heard)
        elif heard.intent == "out_of_scope":
            directions.refer(dispatcher, heard.text)
        else:
            dispatcher.utter_message(response=f"utter_aside_{heard.intent}")
        return []
