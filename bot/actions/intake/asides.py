"""What a person may do in the middle of a form without answering its question."""

import re

from bot.actions.intake import readers, story
from bot.actions.intake.heard import Heard
from bot.centers.regions import Gazetteer

# What a person may do in the middle of a form without answering its question.
SIDE_TALK = frozenset(
    {
        "ask_procedure",
        "find_center",
        "talk_to_human",
        "greet",
        "goodbye",
        "thank",
        "bot_challenge",
        "give_feedback",
        "check_status",
        "out_of_scope",
        "register_activity",
    }
)
# Wishes that open a form of their own; before anything is filled in, they replace this one.
OPENERS = {
    "request_assistance": "assistance_form",
    "report_complaint": "complaint_form",
    "register_activity": "activity_form",
    "check_status": "case_form",
    "supplement_case": "case_form",
    "withdraw_case": "case_form",
}
FREE_TEXT = frozenset({"description", "respondent", "applicant_name", "case_text"})
SURE = 0.6
_OUT = re.compile(r"^(取消|退出|停|停止|算了吧?|不填了|不弄了|不搞了|先这样|返回)[。.!!吧了]*$")
_QUESTION = re.compile(
    r"[?？]|吗|呢$|多少|多久|怎么|咋|如何|哪里|哪儿|什么|么子|何解|能不能|要不要|是不是|会不会|为什么"
)


def wants_out(asked: str, heard: Heard) -> bool:
    if _OUT.search(heard.text.strip()) and len(heard.text.strip()) <= 12:
        return True
    if asked == "case_confirmed" or story.corrects(heard.text):
        return False
    short = len(heard.text) <= 25
    return (
        heard.intent == "stop"
        and short
        and heard.confidence >= (SURE if asked in FREE_TEXT else 0.4)
    )


def is_side_talk(asked: str, heard: Heard, gazetteer: Gazetteer) -> bool:
    if heard.intent not in SIDE_TALK or story.corrects(heard.text):
        return False
    if readers.mark_of(heard.text):
        return False
    if asked in {"applicant_name", "respondent"} and re.search(r"[?？]\s*$|吗$", heard.text):
        return True
    if asked in FREE_TEXT:
        if heard.intent in {"ask_procedure", "out_of_scope", "find_center", "register_activity"}:
            short = len(heard.text) <= 30 and _QUESTION.search(heard.text)
            return heard.confidence >= SURE and bool(short)
        return heard.confidence >= SURE
    reading = readers.read(asked, heard, gazetteer)
    asks = _QUESTION.search(heard.text) is not None
    if reading.value is not None or reading.problem:
        return asks and heard.intent == "ask_procedure" and heard.confidence >= SURE
    return heard.confidence >= 0.4 or asks
