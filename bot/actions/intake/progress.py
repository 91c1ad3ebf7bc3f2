"""One step of an intake: what a message does to the slots, decided without Rasa.

`step` is the whole behaviour of the forms: answers, take-over of what a story said, corrections,
「不知道」, wrong numbers kept on the second try, side talk, edits in the summary.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.actions.intake import readers, story
from bot.actions.intake.fields import FORMS, Field, field_of
from bot.actions.intake.heard import Heard
from bot.actions.intake.values import NOT_ASKED, UNKNOWN, WITHHELD, answered
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
TRIES_BEFORE_SKIP = 3
_OUT = re.compile(r"^(取消|退出|停|停止|算了吧?|不填了|不弄了|不搞了|先这样|返回)[。.!!吧了]*$")
_QUESTION = re.compile(
    r"[?？]|吗|呢$|多少|多久|怎么|咋|如何|哪里|哪儿|什么|么子|何解|能不能|要不要|是不是|会不会|为什么"
)


@dataclass
class Step:
    """What one message came to."""

    slots: dict[str, Any] = field(default_factory=dict)
    say: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    side_talk: bool = False
    close: str | None = None
    ask_edit: bool = False
    # The next question is not asked in this turn: something else waits for an answer.
    hold: bool = False


def step(
    form: str, asked: str | None, slots: Mapping[str, Any], heard: Heard, gazetteer: Gazetteer
) -> Step:
    """Read one message inside a form.

    Args:
        form: the form's name.
        asked: the slot being asked for; `None` when the form has just been opened.
        slots: all slots of the conversation.
        heard: the message.
        gazetteer: the places.
    """
    if asked is None:
        return opening(form, slots, heard, gazetteer)
    if heard.choice is not None:
        return _pressed(form, asked, slots, heard.choice)
    question = field_of(form, asked)
    if question is None:
        return Step()
    if _wants_out(asked, heard):
        return _offer_stop()
    other = OPENERS.get(heard.intent, form)
    if asked == "consent" and other != form and heard.confidence >= SURE:
        return Step(close=f"switch:{other}")
    if _is_side_talk(asked, heard, gazetteer):
        return Step(side_talk=True)
    return _answer(form, question, slots, heard, gazetteer)


def opening(form: str, slots: Mapping[str, Any], heard: Heard, gazetteer: Gazetteer) -> Step:
    """Take over everything that the story which opened the form already said."""
    result = Step()
    if form in {"assistance_form", "complaint_form"}:
        found = story.take_over(heard, form, gazetteer)
        if story.description_of(heard):
            found["description"] = heard.text.strip()
        result.slots.update({k: v for k, v in found.items() if not answered(slots.get(k))})
    elif form in {"activity_form", "callback_form"} and heard.text.strip():
        if len(heard.text.strip()) >= 8:
            result.slots["description"] = heard.text.strip()
        result.slots.update(_plain_facts(heard, gazetteer))
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def _plain_facts(heard: Heard, gazetteer: Gazetteer) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if heard.first("phone"):
        facts["phone"] = heard.first("phone")
    if heard.first("person"):
        facts["applicant_name"] = heard.first("person")
    region = gazetteer.resolve(heard.text)
    if region.prefecture and not region.ambiguous:
        facts["applicant_region"] = readers.region_value(region)
    return facts


def implied(form: str, slots: Mapping[str, Any]) -> dict[str, Any]:
    """Questions that need not be asked, given what is known."""
    result: dict[str, Any] = {}

    def settle(slot: str, mark: str) -> None:
        if slots.get(slot) is None:
            result[slot] = mark

    if slots.get("consent") == "anonymous":
        for slot in ("applicant_name", "phone"):
            if slots.get(slot) != NOT_ASKED:
                result[slot] = NOT_ASKED
        settle("relation", "other")
    if form in {"assistance_form", "complaint_form"} and answered(slots.get("description")):
        if slots.get("ip_type") in {"trade_secret", "copyright", "geographical_indication"}:
            settle("right_no", NOT_ASKED)
        if slots.get("ip_type") == UNKNOWN or slots.get("relation") == "other":
            settle("right_no", NOT_ASKED)
    return result


def _wants_out(asked: str, heard: Heard) -> bool:
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


def _offer_stop() -> Step:
    return Step(say=[("utter_offer_stop", {})], hold=True)


def _is_side_talk(asked: str, heard: Heard, gazetteer: Gazetteer) -> bool:
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


def _answer(
    form: str, question: Field, slots: Mapping[str, Any], heard: Heard, gazetteer: Gazetteer
) -> Step:
    result = Step()
    asked = question.slot
    if story.corrects(heard.text) or asked == "confirmed":
        filled = list(slots.get("filled") or [])
        result.slots.update(story.correction(heard, filled, gazetteer, asked=asked))
        if result.slots:
            result.say.append(("utter_corrected", {}))
            result.slots.update(implied(form, {**slots, **result.slots}))
            return result
    mark = readers.mark_of(heard.text)
    if mark and not _names_choice(question, heard.text):
        return _marked(form, question, slots, mark)
    reading = readers.read(asked, heard, gazetteer)
    if asked == "consent" and reading.value == "anonymous" and not _may_be_anonymous(question):
        reading = readers.Reading(problem="utter_assistance_has_a_name")
    if reading.value is not None:
        _take(form, question, slots, reading.value, result)
        _take_more(form, asked, slots, heard, gazetteer, result)
    elif reading.problem:
        _problem(question, slots, reading, result)
    else:
        chosen = _by_title(question, heard.text)
        if chosen is not None:
            return _chosen(form, question, slots, chosen)
        _take_more(form, asked, slots, heard, gazetteer, result)
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def _may_be_anonymous(question: Field) -> bool:
    return any(value == "anonymous" for _, value in question.choices)


def _names_choice(question: Field, text: str) -> bool:
    return question.slot in {"consent"} and "匿名" in text


def _marked(form: str, question: Field, slots: Mapping[str, Any], mark: str) -> Step:
    """「不知道」「不想说」: recorded where the field is not essential, else explained."""
    result = Step()
    if question.essential:
        result.say.append((f"utter_needed_{question.slot}", {}))
        return result
    result.slots[question.slot] = mark
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def _take(form: str, question: Field, slots: Mapping[str, Any], value: Any, result: Step) -> None:
    if question.slot == "confirmed" and value in {"edit", "stop"}:
        _confirmed(value, result)
    elif question.slot == "consent" and value == "refused":
        result.close = "refused"
    else:
        result.slots[question.slot] = value


def _confirmed(value: str, result: Step) -> None:
    if value == "edit":
        result.ask_edit, result.hold = True, True
    else:
        offer = _offer_stop()
        result.say, result.hold = offer.say, offer.hold


def _take_more(
    form: str,
    asked: str,
    slots: Mapping[str, Any],
    heard: Heard,
    gazetteer: Gazetteer,
    result: Step,
) -> None:
    """An answer may say more than was asked for: nobody is asked for it again."""
    if form not in {"assistance_form", "complaint_form"} or asked in {"consent", "respondent"}:
        return
    more = story.take_over(heard, form, gazetteer)
    if asked.endswith("_region"):
        more = {k: v for k, v in more.items() if not k.endswith("_region")}
    if asked == "description":
        more.pop("wants", None)
    for slot, value in more.items():
        if slot != asked and slots.get(slot) is None and slot not in result.slots:
            result.slots[slot] = value


def _problem(
    question: Field, slots: Mapping[str, Any], reading: readers.Reading, result: Step
) -> None:
    tries = dict(slots.get("tries") or {})
    tries[question.slot] = tries.get(question.slot, 0) + 1
    if reading.keep is not None and tries[question.slot] >= 2:
        result.slots[question.slot] = reading.keep
        result.say.append(("utter_kept_unverified", {}))
        return
    result.slots["tries"] = tries
    result.say.append((str(reading.problem), dict(reading.details)))


def _by_title(question: Field, text: str) -> str | None:
    """A quick reply typed by hand, by its words or its number."""
    bare = text.strip().strip("。.!！").lower()
    for number, (title, value) in enumerate(question.choices, start=1):
        if bare in {title.lower(), str(number), "一二三四五六七八九"[number - 1]}:
            return value
    return None


def _pressed(form: str, asked: str, slots: Mapping[str, Any], choice: str) -> Step:
    """A button: `slot:value`, `edit:slot`, `stop:keep|drop|on`, `skip:slot`."""
    what, _, value = choice.partition(":")
    result = Step()
    if what == "stop":
        if value != "on":
            result.close = value
        else:
            result.say.append(("utter_going_on", {}))
        return result
    if what == "edit":
        return _edit(form, value, slots)
    question = field_of(form, what if what != "skip" else value)
    if question is None:
        return result
    if what == "skip":
        return _marked(form, question, slots, UNKNOWN)
    if question.slot != asked:
        # A button of an earlier question changes that answer.
        result.say.append(("utter_corrected", {}))
    step_ = _chosen(form, question, slots, value)
    step_.say = result.say + step_.say
    return step_


def _chosen(form: str, question: Field, slots: Mapping[str, Any], value: str) -> Step:
    result = Step()
    if value in {UNKNOWN, WITHHELD}:
        return _marked(form, question, slots, value)
    known = {choice for _, choice in question.choices}
    if value not in known:
        return result
    taken: Any = [value] if question.slot == "wants" else value
    _take(form, question, slots, taken, result)
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def _edit(form: str, slot: str, slots: Mapping[str, Any]) -> Step:
    result = Step()
    question = field_of(form, slot)
    if question is None or not question.in_summary:
        result.ask_edit, result.hold = True, True
        return result
    asked = dict(slots.get("asked") or {})
    asked.pop(slot, None)
    result.slots.update({slot: None, "asked": asked})
    return result


def next_question(form: str, slots: Mapping[str, Any]) -> Field | None:
    """The first question that still has neither an answer nor a mark."""
    return next((f for f in FORMS[form] if slots.get(f.slot) is None), None)


def count(form: str, slots: Mapping[str, Any]) -> tuple[int, int]:
    """How many questions are settled, and how many there are in all: 「已填 4/7 项」."""
    shown = [f for f in FORMS[form] if f.in_summary and slots.get(f.slot) != NOT_ASKED]
    return sum(1 for f in shown if slots.get(f.slot) is not None), len(shown)
