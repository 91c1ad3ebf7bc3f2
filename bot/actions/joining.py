"""Joining an activity through the bot: what is open now, which one is meant, the registration."""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.actions.intake import values
from bot.actions.intake.heard import Heard
from bot.actions.intake.quick_replies import choice
from bot.clock import local
from bot.errors import HotlineError
from bot.plan import activities, registrations
from bot.plan.activity_records import Activity

CHOICE = "activity:"


def open_now() -> list[Activity]:
    """What may be joined now, soonest first."""
    turn = context.current()
    return activities.open_ones(turn.session, at=turn.now)


def listing() -> str:
    """The same in lines, for people to read."""
    lines = []
    for number, one in enumerate(open_now(), start=1):
        when = local(one.starts_at).strftime("%-m月%-d日 %H:%M")
        lines.append(f"{number}. {one.title}（{when}，{one.place}）")
    return "\n".join(lines)


def buttons() -> list[dict[str, str]]:
    """A quick reply for each."""
    return [{"title": one.title, "payload": choice(f"{CHOICE}{one.id}")} for one in open_now()]


def settled(slots: dict[str, Any], heard: Heard, asked: str | None) -> dict[str, Any]:
    """Which activity a message means; with none to join the question is left out."""
    if values.answered(slots.get("activity")) or (asked is not None and asked != "activity"):
        return {}
    offered = open_now()
    if not offered:
        return {"activity": values.NOT_ASKED}
    meant = _meant(offered, heard, asked)
    if meant is None:
        return {}
    told = values.known(slots.get("description"))
    about = f"{meant.title}：{told}" if told and meant.title not in told else meant.title
    return {"activity": {"id": meant.id, "title": meant.title}, "description": about}


def _meant(offered: list[Activity], heard: Heard, asked: str | None) -> Activity | None:
    bare = heard.text.strip().strip("。.!！")
    for number, one in enumerate(offered, start=1):
        pressed = heard.choice == f"{CHOICE}{one.id}"
        typed = one.title in heard.text or (asked == "activity" and bare == str(number))
        if pressed or typed:
            return one
    return None


def join(dispatcher: CollectingDispatcher, slots: dict[str, Any], number: str) -> None:
    """Register for the activity that was chosen, and say whether there is a seat."""
    chosen = slots.get("activity")
    if not isinstance(chosen, dict):
        return
    turn = context.current()
    try:
        seat = registrations.register(
            turn.session,
            int(chosen["id"]),
            name=str(values.known(slots.get("applicant_name")) or "（未留）"),
            phone=values.known(slots.get("phone")),
            conversation_id=turn.conversation_id,
            ticket_number=number,
            at=turn.now,
        )
    except HotlineError:
        dispatcher.utter_message(response="utter_activity_gone", title=chosen["title"])
        return
    full = seat.state == registrations.WAITING
    response = "utter_activity_full" if full else "utter_activity_joined"
    dispatcher.utter_message(response=response, title=chosen["title"])
