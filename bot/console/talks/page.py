"""One talk: transcript with the bot's reading, brief, what may be done, colleagues' notes."""

from typing import Any

from starlette.responses import Response

from bot.actions.intake.brief import brief
from bot.console.cases import evidence
from bot.console.talks import canned, filing, listing
from bot.console.visit import Visit
from bot.conversations import corrections, links, notes, ownership, queries, queue
from bot.conversations.handoff_records import CLAIMED, QUEUED, Handoff
from bot.conversations.records import Conversation, StoredFile
from bot.desk import sight
from bot.errors import NotFound
from bot.staff import queries as staff_queries
from bot.staff.permissions import CORRECT_READING, LEAD_TALKS, PROVINCE, TALK, WORK_TICKETS
from bot.tickets import queries as ticket_queries
from bot.tickets.records import Ticket


def show(visit: Visit) -> Response:
    """The talk, with the list beside it."""
    talk = sight.talk(visit.session, visit.actor, visit.blank("id"))
    return visit.page("talks/page.html", **listing.facts(visit), **_talk(visit, talk))


def _talk(visit: Visit, talk: Conversation) -> dict[str, Any]:
    session, unit = visit.session, talk.center_id or PROVINCE
    active = ownership.active_of(session, talk.id)
    before, tickets = visit.number("before"), _tickets(visit, talk)
    lines = queries.lines(session, talk.id, before=before)
    leads = visit.actor.may(LEAD_TALKS, unit)
    mine = active is not None and active.status == CLAIMED and active.staff_id == visit.actor.id
    return {
        "talk": talk,
        "unit": unit,
        "active": active,
        "place": _place(visit, active),
        "handoffs": queries.handoffs(session, talk.id),
        "lines": lines,
        "earlier": lines[0].seq if lines and lines[0].seq > 1 else None,
        "before": before,
        "corrections": corrections.of_talk(session, talk.id),
        "notes": notes.of(session, talk.id),
        "brief": brief(session, talk),
        "tickets": tickets,
        # Who asked for protection is not to be read in the transcript either.
        "sealed": any(ticket.protected or ticket.anonymous for ticket in tickets),
        "draft": filing.draft(talk),
        "mine": mine,
        "may_talk": visit.actor.may(TALK, unit),
        "may_correct": visit.actor.may(CORRECT_READING, unit),
        "may_file": visit.actor.may(WORK_TICKETS, unit),
        "leads": leads,
        "colleagues": staff_queries.who_may(session, TALK, unit) if mine or leads else [],
        "canned": canned.replies(),
        "found": visit.shared.answers.search(session, visit.asked("q"), visit.now),
        "q": visit.asked("q"),
    }


def _place(visit: Visit, active: Handoff | None) -> queue.Place | None:
    if active is None or active.status != QUEUED:
        return None
    return queue.place_of(visit.session, active, at=visit.now)


def _tickets(visit: Visit, talk: Conversation) -> list[Ticket]:
    """The tickets of the talk that the colleague may see, its own first."""
    own = ticket_queries.recent_of_conversation(visit.session, talk.id, limit=10)
    found = {ticket.number: ticket for ticket in own}
    for number in [*found, *links.numbers(visit.session, talk.id)]:
        try:
            found[number] = sight.ticket(visit.session, visit.actor, number)
        except NotFound:
            found.pop(number, None)
    return list(found.values())


def download(visit: Visit) -> Response:
    """A file of the talk, as an attachment."""
    talk = sight.talk(visit.session, visit.actor, visit.blank("id"))
    file = visit.session.get(StoredFile, visit.blank("file")[:64])
    if file is None or file.conversation_id != talk.id:
        raise NotFound("没有找到这个文件。")
    return evidence.give(visit, file.name, file.sha256, file.media_type)
