"""Where to go: the unit that serves a place, or the office whose matter this is."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.actions.intake.heard import Heard, from_message

Events = list[dict[str, Any]]


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
# 「能帮我查他吗」 is a wish for the center to act, not a matter of somebody else's.
_WISH = re.compile(
    r"[帮给替](?:我们?|忙)?[^，。？]{0,3}[查管抓罚治办](?:下|一下)?(?:[他她它这那]|吗|不)"
)
_FORMS = [
    {"title": "举报/投诉", "payload": "/report_complaint"},
    {"title": "申请维权援助", "payload": "/request_assistance"},
]


def refer(dispatcher: CollectingDispatcher, text: str) -> None:
    """Send a matter that is not the hotline's to where it belongs; offer a wish the forms."""
    for response, words in _REFERRALS:
        if re.search(words, text):
            dispatcher.utter_message(response=response)
            return
    if _WISH.search(text):
        dispatcher.utter_message(response="utter_wish", buttons=_FORMS)
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
