"""Questions: answered from the reviewed knowledge base, or not answered for a named reason."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.actions.intake.heard import Heard, from_message
from bot.clock import local
from bot.knowledge.library import Answer

Events = list[dict[str, Any]]
_NEXT = {
    "assistance_form": ("申请维权援助", "/request_assistance"),
    "complaint_form": ("举报/投诉", "/report_complaint"),
    "person": ("转人工", "/talk_to_human"),
    "find_center": ("找受理单位", "/find_center"),
}


def answer(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Answer the latest message, or say which kind of not answering this is."""
    heard = from_message(tracker.latest_message)
    turn = context.current()
    today = local(turn.now).date()
    library = turn.shelf.library
    if heard.choice and heard.choice.startswith("entry:"):
        found = library.show(heard.choice.removeprefix("entry:"), today=today)
    else:
        found = library.answer(
            heard.text,
            today=today,
            prefecture=heard.first("prefecture"),
            context_entry=tracker.get_slot("last_entry"),
        )
    _utter(dispatcher, found)
    return [SlotSet("last_entry", found.entry_id)] if found.entry_id else []


def _utter(dispatcher: CollectingDispatcher, found: Answer) -> None:
    if found.outcome in {"answered", "not_competent", "needs_person"} and found.text:
        button = _NEXT.get(found.next_action or "")
        buttons = [{"title": button[0], "payload": button[1]}] if button else []
        dispatcher.utter_message(text=_with_source(found), buttons=buttons)
    elif found.outcome == "clarify":
        buttons = [
            {
                "title": candidate.title,
                "payload": '/ask_procedure{"choice":"entry:' + candidate.entry_id + '"}',
            }
            for candidate in found.candidates
        ]
        dispatcher.utter_message(response="utter_which_question", buttons=buttons)
    else:
        dispatcher.utter_message(response=f"utter_{found.outcome}")


def _with_source(found: Answer) -> str:
    if not found.sources:
        return found.text
    return f"{found.text}\n\n来源：{'；'.join(found.sources)}"


class AnswerQuestion(Action):
    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        return answer(dispatcher, tracker)


def find_center(dispatcher: CollectingDispatcher, heard: Heard) -> None:
    """Name the unit of a place; ask which place when none or several were named."""
    turn = context.current()
    region = turn.shelf.gazetteer.resolve(heard.text)
    if region.ambiguous:
        names = [f"{one.prefecture or ''}{one.county or ''}" for one in region.ambiguous]
        dispatcher.utter_message(response="utter_which_place", places="、".join(names))
        return
    if region.outside:
        dispatcher.utter_message(response="utter_center_outside", place=region.outside)
        return
    if not region.prefecture:
        dispatcher.utter_message(response="utter_center_where")
        return
    unit = turn.shelf.directory.for_prefecture(region.prefecture)
    dispatcher.utter_message(
        response="utter_center",
        place=f"{region.prefecture}{region.county or ''}",
        unit=unit.name,
        note=f"{unit.note}。" if unit.note else "",
    )


class FindCenter(Action):
    def name(self) -> str:
        return "action_find_center"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        find_center(dispatcher, from_message(tracker.latest_message))
        return []


_REFERRALS = (
    ("utter_refer_danger", r"自杀|不想活|救命|打人|拿刀|着火|出人命"),
    ("utter_refer_police", r"诈骗|被骗|盗窃|偷了|抢|报警|威胁|人身|敲诈|绑架"),
    ("utter_refer_consumer", r"退货|退款|退钱|质量|过期|售后|发货|快递|消费|商家|三包|保修|食品"),
    ("utter_refer_labour", r"工资|欠薪|社保|工伤|劳动|加班|辞退|老板不发"),
    ("utter_refer_court", r"离婚|继承|借钱|欠钱|债|合同纠纷|打官司|房产|邻居|赔偿"),
    ("utter_refer_technical", r"(?i)ip ?地址|路由|网速|断网|wifi|宽带|电脑|代码|编程"),
)


def refer(dispatcher: CollectingDispatcher, text: str) -> None:
    """Send a matter that is not the hotline's to where it belongs."""
    import re

    for response, words in _REFERRALS:
        if re.search(words, text):
            dispatcher.utter_message(response=response)
            return
    dispatcher.utter_message(response="utter_out_of_scope")


class Refer(Action):
    def name(self) -> str:
        return "action_refer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        refer(dispatcher, from_message(tracker.latest_message).text)
        return []
