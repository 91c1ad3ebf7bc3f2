"""The entries as they serve: list, one entry with its versions, the whole overlay to take away."""

import json
from datetime import date
from urllib.parse import quote, urlencode

from starlette.responses import Response

from bot.clock import local
from bot.console.visit import Visit
from bot.errors import NotFound
from bot.knowledge import exchange, queries, versions
from bot.knowledge.queries import EntryRow
from bot.knowledge.records import DRAFT, REJECTED, SUBMITTED
from bot.staff.permissions import EDIT_KNOWLEDGE, PROVINCE, REVIEW_KNOWLEDGE

TABS = ("all", "submitted", "drafts", "unverified", "ending", "useless")
PAGE = 60


def listing(visit: Visit) -> Response:
    """The entries of a tab, narrowed by topic and words."""
    library = visit.shared.answers.library(visit.session)
    today = local(visit.now).date()
    every = queries.rows(visit.session, library)
    reviewing = visit.actor.may(REVIEW_KNOWLEDGE, PROVINCE)
    waiting = queries.in_state(visit.session, SUBMITTED)
    tab = visit.asked("tab")
    if tab not in TABS:
        tab = "submitted" if reviewing and waiting else "all"
    topic, words, page = visit.asked("topic"), visit.asked("q"), visit.page_number()
    rows = [
        row
        for row in every
        if _in_tab(row, tab, today)
        and (not topic or row.entry.topic == topic)
        and (not words or _holds(row, words))
    ]
    return visit.page(
        "answering/list.html",
        tab=tab,
        rows=rows[(page - 1) * PAGE : page * PAGE],
        more=len(rows) > page * PAGE,
        found=len(rows),
        page=page,
        kept=urlencode({"tab": tab, "topic": topic, "q": words}),
        topic=topic,
        words=words,
        topics=sorted({row.entry.topic for row in every}),
        waiting=waiting,
        drafts=[
            *queries.in_state(visit.session, DRAFT),
            *queries.in_state(visit.session, REJECTED),
        ],
        today=today,
        may_edit=visit.actor.may(EDIT_KNOWLEDGE),
    )


def _in_tab(row: EntryRow, tab: str, today: date) -> bool:
    if tab == "unverified":
        return row.entry.status != "confirmed"
    if tab == "ending":
        return row.ends_soon(today)
    if tab == "useless":
        return row.votes.useless > row.votes.useful
    return tab == "all"


def _holds(row: EntryRow, words: str) -> bool:
    entry = row.entry
    text = " ".join((entry.id, entry.title, entry.answer, *entry.questions))
    return all(word in text for word in words.split())


def show(visit: Visit) -> Response:
    """One entry as the public reads it, its versions, what people said."""
    entry_id = visit.blank("entry")
    library = visit.shared.answers.library(visit.session)
    entry, history = library.entries.get(entry_id), versions.history(visit.session, entry_id)
    if entry is None and not history:
        raise NotFound("没有这一条。")
    answer = library.show(entry_id, today=local(visit.now).date()) if entry else None
    votes = queries.votes_by_entry(visit.session).get(entry_id, queries.Votes())
    return visit.page(
        "answering/entry.html",
        entry_id=entry_id,
        entry=entry,
        answer=answer,
        history=history,
        votes=votes,
        today=local(visit.now).date(),
        may_edit=visit.actor.may(EDIT_KNOWLEDGE),
        may_review=visit.actor.may(REVIEW_KNOWLEDGE, PROVINCE),
    )


def export(visit: Visit) -> Response:
    """Everything that staff have published over the files, as one document."""
    body = json.dumps(exchange.export(visit.session), ensure_ascii=False, indent=1)
    name = quote(f"知识库-{local(visit.now):%Y%m%d}.json")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type="application/json", headers=headers)
