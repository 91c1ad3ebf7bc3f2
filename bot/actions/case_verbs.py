"""What is done to a matter already filed, once it may be opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.actions import context, papers
from bot.actions.intake import quick_replies
from bot.clock import local
from bot.desk import telling
from bot.tickets import decisions, queries, service, statuses, work
from bot.tickets.records import Ticket

# Colleagues are not reminded more often by the same person.
REMIND_EVERY = timedelta(hours=24)


def _status(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    unit = context.current().shelf.directory.by_id(ticket.center_id).name
    due = local(ticket.due_at).strftime("%Y年%-m月%-d日") if ticket.due_at else "（未定）"
    dispatcher.utter_message(
        response="utter_status",
        number=ticket.number,
        status=statuses.LABELS[ticket.status],
        unit=unit,
        due=due,
        opened=local(ticket.opened_at).strftime("%Y年%-m月%-d日"),
        json_message={"card": {"kind": "ticket", "number": ticket.number}},
        buttons=_next_steps(ticket),
    )
    papers.offer(dispatcher, ticket)


def _supplement(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    turn = context.current()
    files = context.files_of_conversation()
    service.supplement(
        turn.session,
        ticket,
        text=str(slots["case_text"]),
        evidence=[{"name": file.name, "sha256": file.sha256} for file in files],
        by="person",
        at=turn.now,
    )
    for file in files:
        file.ticket_number = ticket.number
    telling.staff(turn.session, ticket, "supplement", at=turn.now)
    dispatcher.utter_message(response="utter_supplemented", number=ticket.number)


def _withdraw(dispatcher: CollectingDispatcher, ticket: Any, slots: dict[str, Any]) -> None:
    if slots.get("case_confirmed") != "yes":
        dispatcher.utter_message(response="utter_not_withdrawn", number=ticket.number)
        return
    turn = context.current()
    service.withdraw(turn.session, ticket, by="person", why="本人在对话中确认撤回", at=turn.now)
    telling.staff(turn.session, ticket, "withdraw", at=turn.now)
    dispatcher.utter_message(response="utter_withdrawn", number=ticket.number)


def _next_steps(ticket: Ticket) -> list[dict[str, str]]:
    steps = []
    if ticket.status in statuses.LIVE:
        steps = [("补充材料", "/supplement_case"), ("催办", _button("remind"))]
    if ticket.status == statuses.DECLINED:
        steps = [("不同意，我要申诉", _button("appeal"))]
    return [{"title": title, "payload": payload} for title, payload in steps]


def _button(verb: str) -> str:
    return quick_replies.choice(f"case:{verb}").replace("/inform", "/check_status", 1)


def _remind(dispatcher: CollectingDispatcher, ticket: Ticket, slots: dict[str, Any]) -> None:
    turn = context.current()
    before = [e for e in queries.events_of(turn.session, ticket) if e.verb == "remind"]
    mine = [event for event in before if event.by == "person"]
    if mine and turn.now - mine[-1].at < REMIND_EVERY:
        dispatcher.utter_message(response="utter_reminded_already", number=ticket.number)
        return
    work.remind(turn.session, ticket, by="person", role="person", why="", at=turn.now)
    telling.staff(turn.session, ticket, "remind", at=turn.now)
    dispatcher.utter_message(response="utter_reminded", number=ticket.number)


def _appeal(dispatcher: CollectingDispatcher, ticket: Ticket, slots: dict[str, Any]) -> None:
    turn = context.current()
    why = str(slots["case_text"])
    decisions.appeal(turn.session, ticket, by="person", role="person", why=why, at=turn.now)
    telling.staff(turn.session, ticket, "appeal", at=turn.now)
    dispatcher.utter_message(response="utter_appealed", number=ticket.number)


DO: dict[str, Callable[[CollectingDispatcher, Any, dict[str, Any]], None]] = {
    "status": _status,
    "supplement": _supplement,
    "withdraw": _withdraw,
    "remind": _remind,
    "appeal": _appeal,
}
