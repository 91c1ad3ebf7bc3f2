"""What one message came to, and what follows from an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.actions.intake.fields import Field
from bot.actions.intake.values import NOT_ASKED, UNKNOWN, answered


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
    # The question is called to mind, not asked again.
    back: bool = False


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


def marked(form: str, question: Field, slots: Mapping[str, Any], mark: str) -> Step:
    """「不知道」「不想说」: recorded where the field is not essential, else explained."""
    result = Step()
    if question.essential:
        result.say.append((f"utter_needed_{question.slot}", {}))
        return result
    result.slots[question.slot] = mark
    result.slots.update(implied(form, {**slots, **result.slots}))
    return result


def take(form: str, question: Field, slots: Mapping[str, Any], value: Any, result: Step) -> None:
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
        offer = offer_stop()
        result.say, result.hold = offer.say, offer.hold


def offer_stop() -> Step:
    return Step(say=[("utter_offer_stop", {})], hold=True)
