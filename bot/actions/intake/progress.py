"""One step of an intake: what a message does to the slots, decided without Rasa.

`step` is the whole behaviour of the forms: answers, take-over of what a story said, corrections,
「不知道」, wrong numbers kept on the second try, side talk, edits in the summary.
"""

from collections.abc import Mapping
from typing import Any

from bot.actions.intake import readers, story
from bot.actions.intake.asides import OPENERS, SURE, is_side_talk, wants_out
from bot.actions.intake.choices import by_title, chosen, pressed
from bot.actions.intake.fields import FORMS, Field, field_of
from bot.actions.intake.heard import Heard
from bot.actions.intake.step import Step, implied, marked, offer_stop, take
from bot.actions.intake.values import NOT_ASKED, answered
from bot.centers.regions import Gazetteer


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
    if heard.choice is not None and heard.intent == "ask_procedure":
        return Step(side_talk=True)
    if heard.choice is not None:
        return pressed(form, asked, slots, heard.choice)
    question = field_of(form, asked)
    if question is None:
        return Step()
    typed = by_title(question, heard.text)
    if typed is not None:
        return chosen(form, question, slots, typed)
    if wants_out(asked, heard):
        return offer_stop()
    other = OPENERS.get(heard.intent, form)
    if asked == "consent" and other != form and heard.confidence >= SURE:
        return Step(close=f"switch:{other}")
    if is_side_talk(asked, heard, gazetteer):
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
        return marked(form, question, slots, mark)
    reading = readers.read(asked, heard, gazetteer)
    if asked == "consent" and reading.value == "anonymous" and not _may_be_anonymous(question):
        reading = readers.Reading(problem="utter_assistance_has_a_name")
    if reading.value is not None:
        take(form, question, slots, reading.value, result)
        _take_more(form, asked, slots, heard, gazetteer, result)
    elif reading.problem:
        _problem(question, slots, reading, result)
    else:
        _take_more(form, asked, slots, heard, gazetteer, result)
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def _may_be_anonymous(question: Field) -> bool:
    return any(value == "anonymous" for _, value in question.choices)


def _names_choice(question: Field, text: str) -> bool:
    return question.slot in {"consent"} and "匿名" in text


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


def next_question(form: str, slots: Mapping[str, Any]) -> Field | None:
    """The first question that still has neither an answer nor a mark."""
    return next((f for f in FORMS[form] if slots.get(f.slot) is None), None)


def count(form: str, slots: Mapping[str, Any]) -> tuple[int, int]:
    """How many questions are settled, and how many there are in all: 「已填 4/7 项」."""
    shown = [f for f in FORMS[form] if f.in_summary and slots.get(f.slot) != NOT_ASKED]
    return sum(1 for f in shown if slots.get(f.slot) is not None), len(shown)
