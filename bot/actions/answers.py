"""Questions: answered from the reviewed knowledge base, or not answered for a named reason."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context
from bot.actions.intake.heard import Heard, from_message
from bot.clock import local
from bot.knowledge import gaps
from bot.knowledge.library import Answer

Events = list[dict[str, Any]]
Buttons = list[dict[str, str]]
_NEXT = {
    "assistance_form": ("申请维权援助", "/request_assistance"),
    "complaint_form": ("举报/投诉", "/report_complaint"),
    "person": ("转人工", "/talk_to_human"),
    "find_center": ("找受理单位", "/find_center"),
}
TOLD = frozenset({"answered", "not_competent", "needs_person"})
RELATED = 2
# So likely a wish for the center to act, beside the question: the form is offered.
WISH = 0.25


def answer(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """Answer the latest message, or say which kind of not answering this is."""
    heard = from_message(tracker.latest_message)
    what, _, entry_id = (heard.choice or "").partition(":")
    if what in {"useful", "useless"}:
        return _vote(dispatcher, entry_id, useful=what == "useful")
    if what == "more":
        return _more(dispatcher, entry_id)
    views = _views(tracker.latest_message)
    chosen = entry_id if what == "entry" else None
    found = _find(heard, tracker.get_slot("last_entry"), chosen, views.get("out_of_scope"))
    _utter(dispatcher, found, heard, _wishes(views))
    return [SlotSet("last_entry", found.entry_id)] if found.entry_id else []


def _find(
    heard: Heard, last_entry: str | None, entry_id: str | None, outside: float | None
) -> Answer:
    turn = context.current()
    library, today = turn.shelf.library, local(turn.now).date()
    if entry_id is not None:
        return library.show(entry_id, today=today)
    found = library.answer(
        heard.text,
        today=today,
        prefecture=heard.first("prefecture"),
        context_entry=last_entry,
        outside=outside,
    )
    if heard.text and found.outcome != "answered":
        gaps.keep(turn.session, heard.text, found, channel=turn.channel, at=turn.now)
    return found


def _views(latest: dict[str, Any]) -> dict[str, float]:
    """The intent model's chances for the message; nothing for a pressed button."""
    return {r["name"]: r["confidence"] for r in latest.get("intent_ranking") or []}


def _wishes(views: dict[str, float]) -> list[str]:
    """The forms that the message may be a wish for, by the model's view of it."""
    pairs = (("request_assistance", "assistance_form"), ("report_complaint", "complaint_form"))
    return [form for intent, form in pairs if views.get(intent, 0.0) >= WISH]


def _utter(
    dispatcher: CollectingDispatcher, found: Answer, heard: Heard, wishes: list[str]
) -> None:
    if found.outcome in TOLD and found.text:
        text = "\n\n".join(filter(None, (found.text, _unit(found, heard), _sources(found))))
        dispatcher.utter_message(text=text, buttons=_buttons(found, wishes))
    elif found.outcome == "clarify":
        shown = [_button(c.title, f"entry:{c.entry_id}") for c in found.candidates]
        buttons = [*shown, *_ways(wishes), _link("person")]
        if _unit(found, heard):
            dispatcher.utter_message(text=_unit(found, heard))
        dispatcher.utter_message(response="utter_which_question", buttons=buttons)
    else:
        buttons = [*_ways(wishes), _link("person")]
        dispatcher.utter_message(response=f"utter_{found.outcome}", buttons=buttons)


def _buttons(found: Answer, wishes: list[str]) -> Buttons:
    """More, related questions, what to do next, and whether it helped."""
    library = context.current().shelf.library
    entry = library.entries[str(found.entry_id)]
    more = [_button("详细步骤", f"more:{entry.id}")] if entry.steps else []
    today = local(context.current().now).date()
    related = [library.entries[one] for one in entry.related if one in library.entries]
    asked = [_button(one.title, f"entry:{one.id}") for one in related if one.valid(today)]
    ways = dict.fromkeys([*filter(None, [found.next_action]), *wishes])
    votes = [_button("有用", f"useful:{entry.id}"), _button("没用", f"useless:{entry.id}")]
    return [*more, *_ways(list(ways)), *asked[:RELATED], *votes]


def _unit(found: Answer, heard: Heard) -> str:
    """The unit of the place that the question named."""
    shelf, prefecture = context.current().shelf, heard.first("prefecture")
    if prefecture is None or found.outcome not in {"answered", "clarify"}:
        return ""
    return f"您提到{prefecture}：对应的单位是{shelf.directory.for_prefecture(prefecture).name}。"


def _sources(found: Answer) -> str:
    return f"来源：{'；'.join(found.sources)}" if found.sources else ""


def _ways(forms: list[str]) -> Buttons:
    return [_link(form) for form in forms if form in _NEXT]


def _link(name: str) -> dict[str, str]:
    title, payload = _NEXT[name]
    return {"title": title, "payload": payload}


def _button(title: str, choice: str) -> dict[str, str]:
    return {"title": title, "payload": '/ask_procedure{"choice":"' + choice + '"}'}


def _more(dispatcher: CollectingDispatcher, entry_id: str) -> Events:
    entry = context.current().shelf.library.entries.get(entry_id)
    if entry is None:
        dispatcher.utter_message(response="utter_no_entry")
        return []
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(entry.steps, start=1))
    dispatcher.utter_message(text=f"{entry.title}\n{steps}{entry.caution()}")
    return [SlotSet("last_entry", entry_id)]


def _vote(dispatcher: CollectingDispatcher, entry_id: str, *, useful: bool) -> Events:
    turn = context.current()
    if entry_id in turn.shelf.library.entries:
        gaps.vote(turn.session, turn.conversation_id, entry_id, useful=useful, at=turn.now)
    response = "utter_useful" if useful else "utter_useless"
    dispatcher.utter_message(response=response, buttons=[] if useful else [_link("person")])
    return []


class AnswerQuestion(Action):
    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        return answer(dispatcher, tracker)
