"""Quick replies: pressed as a button, or typed by their words or number."""

from collections.abc import Mapping
from typing import Any

from bot.actions.intake.fields import Field, field_of
from bot.actions.intake.step import Step, implied, marked, take
from bot.actions.intake.values import UNKNOWN, WITHHELD

# What a platform's message may be instead of words; a response each.
UNREADABLE = frozenset({"heard", "nofile"})


def pressed(form: str, asked: str, slots: Mapping[str, Any], choice: str) -> Step:
    """A button: `slot:value`, `edit:slot`, `stop:keep|drop|on`, `skip:slot`; or, of a
    message that is not words: `files:count`, `nofile:why`, `heard:kind`.
    """
    what, _, value = choice.partition(":")
    result = Step()
    if what == "stop":
        if value != "on":
            result.close = value
        else:
            result.say.append(("utter_going_on", {}))
        return result
    if what == "files":
        result.say.append(("utter_files_received", {"count": value}))
        result.back = True
        return result
    if what in UNREADABLE:
        result.say.append((f"utter_{what}_{value}", {}))
        result.back = True
        return result
    if what == "edit":
        return _edit(form, value, slots)
    question = field_of(form, what if what != "skip" else value)
    if question is None:
        return result
    if what == "skip":
        return marked(form, question, slots, UNKNOWN)
    if question.slot != asked:
        # A button of an earlier question changes that answer.
        result.say.append(("utter_corrected", {}))
    step_ = chosen(form, question, slots, value)
    step_.say = result.say + step_.say
    return step_


def by_title(question: Field, text: str) -> str | None:
    """A quick reply typed by hand, by its words or its number."""
    bare = text.strip().strip("。.!！").lower()
    for number, (title, value) in enumerate(question.choices, start=1):
        if bare in {title.lower(), str(number), "一二三四五六七八九"[number - 1]}:
            return value
    return None


def chosen(form: str, question: Field, slots: Mapping[str, Any], value: str) -> Step:
    result = Step()
    if value in {UNKNOWN, WITHHELD}:
        return marked(form, question, slots, value)
    known = {choice for _, choice in question.choices}
    if value not in known:
        return result
    taken: Any = [value] if question.slot == "wants" else value
    take(form, question, slots, taken, result)
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
