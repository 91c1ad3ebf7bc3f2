"""One ticket: facts, clock, identity, evidence, consultation, timeline, and the moves it allows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from bot.console.cases import acting, colors, timeline
from bot.console.visit import Visit
from bot.conversations import links
from bot.conversations.records import Conversation
from bot.desk import offers, sight
from bot.errors import NotFound
from bot.staff import queries as staff_queries
from bot.staff.permissions import SEE_TALKS, WORK_TICKETS
from bot.text import mask
from bot.tickets import clocks, consultations, experts, queries
from bot.tickets.funding import rules
from bot.tickets.funding_records import Nomination
from bot.tickets.papers.content import TITLES, TRANSFER, kinds_of
from bot.tickets.records import Ticket, TicketEvent
from bot.tickets.work import IDENTITY

# Shown as buttons; the rest waits under 「更多」.
_FIRST = {
    "accept",
    "ask_supplement",
    "decline",
    "take",
    "begin",
    "decide",
    "close",
    "receive",
    "send_back",
    "assign",
    "follow_up",
    "reopen",
    "rule",
    "accept_judgement",
    "invite_experts",
    "expert_answer",
    "deliver_opinion",
}
_ELSEWHERE = {"reveal"}


@dataclass(frozen=True)
class Identity:
    """Who the person is, as far as it may be shown."""

    name: str
    org: str
    phone: str
    email: str
    sealed: bool
    open: bool = False


def show(visit: Visit) -> Response:
    """The ticket."""
    ticket = sight.ticket(visit.session, visit.actor, visit.blank("number"))
    return _page(visit, ticket, _identity(ticket))


def reveal(visit: Visit) -> Response:
    """The full identity, once, on this page; the look and its reason stay in the trail."""
    number = visit.blank("number")
    shown = acting.desk(visit).reveal(number, visit.form.text("why"))
    ticket = sight.ticket(visit.session, visit.actor, number)
    values = {name: shown[name] or "（未留）" for name in IDENTITY}
    known = Identity(
        values["applicant_name"],
        values["applicant_org"],
        values["phone"],
        values["email"],
        sealed=True,
        open=True,
    )
    return _page(visit, ticket, known)


def _identity(ticket: Ticket) -> Identity:
    sealed = ticket.protected or ticket.anonymous
    raw = [getattr(ticket, name) for name in IDENTITY]
    if not sealed:
        name, org, phone, email = (value or "（未留）" for value in raw)
    else:
        name, org, phone, email = ("●●●" if value else "（未留）" for value in raw)
    return Identity(name, org, phone, email, sealed)


def _page(visit: Visit, ticket: Ticket, identity: Identity) -> Response:
    session = visit.session
    found = consultations.current(session, ticket)
    allowed = [
        offer
        for offer in offers.offers(visit.actor, ticket, found.state if found else None)
        if offer.verb not in _ELSEWHERE
    ]
    did, events = visit.asked("did", most=40), queries.events_of(session, ticket)
    return visit.page(
        "cases/page.html",
        ticket=ticket,
        due=colors.due(ticket, visit.now),
        clock=_clock(ticket),
        identity=identity,
        description=mask(ticket.description) if identity.sealed else ticket.description,
        may_reveal="reveal" in {o.verb for o in offers.offers(visit.actor, ticket)},
        first=[offer for offer in allowed if offer.verb in _FIRST],
        others=[offer for offer in allowed if offer.verb not in _FIRST],
        events=timeline.of(visit, events),
        consultation=found,
        nominations=_nominations(visit, ticket),
        talks=_talks(visit, ticket),
        colleagues=staff_queries.who_may(session, WORK_TICKETS, ticket.center_id),
        experts=experts.listed(session) if _asks(allowed, "experts") else [],
        papers=_papers(ticket, events),
        aims=rules()["aims"],
        answers=consultations.ANSWERS,
        did=acting.did(did) if did in offers.VERB_NAMES else "",
    )


def _asks(allowed: list[offers.Offer], need: str) -> bool:
    return any(need in offer.needs for offer in allowed)


def _clock(ticket: Ticket) -> str:
    if ticket.stopped_since is not None:
        return "正在等对方补充材料，计时暂停；收到材料后接着算。"
    due = clocks.due(ticket)
    return f"{due.explanation()}依据：{due.limit.source}" if due else "这类事项没有设时限。"


def _papers(ticket: Ticket, events: list[TicketEvent]) -> list[tuple[str, str]]:
    """Kind and title of the papers there are; a letter only where something was handed over."""
    handed_over = any(event.verb in {"transfer", "rule"} for event in events)
    kinds = kinds_of(ticket, staff=True)
    return [(kind, TITLES[kind]) for kind in kinds if handed_over or kind != TRANSFER]


def _nominations(visit: Visit, ticket: Ticket) -> list[Nomination]:
    query = select(Nomination).where(Nomination.ticket_id == ticket.id).order_by(Nomination.id)
    return list(visit.session.scalars(query))


def _talks(visit: Visit, ticket: Ticket) -> list[Conversation]:
    """The conversations about the ticket that the colleague may see."""
    if not visit.actor.may(SEE_TALKS):
        return []
    found: dict[str, Any] = {}
    for talk_id in (ticket.conversation_id, *links.talks(visit.session, ticket.number)):
        try:
            found[talk_id] = sight.talk(visit.session, visit.actor, talk_id)
        except NotFound:
            continue
    return list(found.values())
