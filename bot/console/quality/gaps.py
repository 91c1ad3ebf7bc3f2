"""Questions the bot could not answer, alike ones together: answered by an entry, or settled."""

from datetime import datetime

from sqlalchemy import select
from starlette.responses import Response

from bot.console.visit import Visit
from bot.conversations.inbox import USER
from bot.conversations.records import Message
from bot.desk import sight
from bot.errors import NotFound, Refused
from bot.knowledge import gaps
from bot.knowledge.gaps import Cluster
from bot.knowledge.library import Answer
from bot.staff import audit
from bot.staff.permissions import EDIT_KNOWLEDGE, REVIEW_KNOWLEDGE, SEE_TALKS

PAGE = 30
# A colleague's own word that this should have an answer.
SUGGESTED = "suggested"


def listing(visit: Visit) -> Response:
    """The clusters, the most frequent first."""
    page, found = visit.page_number(), _clusters(visit)
    may_settle = any(visit.actor.may(one) for one in (EDIT_KNOWLEDGE, REVIEW_KNOWLEDGE))
    return visit.page(
        "quality/gaps.html",
        clusters=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        questions=sum(one.count for one in found),
        page=page,
        more=len(found) > page * PAGE,
        entries=visit.shared.answers.library(visit.session).entries,
        may_edit=visit.actor.may(EDIT_KNOWLEDGE),
        may_settle=may_settle,
    )


def _clusters(visit: Visit) -> list[Cluster]:
    library = visit.shared.answers.library(visit.session)
    return visit.shared.clusters.of(visit.session, library.words.features)


def settle(visit: Visit) -> Response:
    """These need no answer."""
    ids = [int(one) for one in visit.form.line("ids", most=4000).split(",") if one.isdigit()]
    if not ids:
        raise Refused("没有选中问题。没有改动。")
    gaps.settle(visit.session, ids)
    detail = {"count": len(ids)}
    audit.note(
        visit.session,
        "quality.settle",
        by=visit.actor.name,
        about="gaps",
        at=visit.now,
        detail=detail,
    )
    return visit.go("/quality/gaps", "settled")


def suggest(visit: Visit) -> Response:
    """A colleague finds in a talk a question that the knowledge base should answer."""
    talk = sight.talk(visit.session, visit.actor, visit.form.line("talk"))
    visit.actor.need(SEE_TALKS)
    line = visit.session.scalar(
        select(Message).where(
            Message.conversation_id == talk.id,
            Message.seq == (visit.form.number("seq") or 0),
            Message.sender == USER,
        )
    )
    if line is None:
        raise NotFound("没有找到这条消息。")
    _keep(visit, line.text, talk.channel, visit.now)
    return visit.go(f"/talks/{talk.id}", "suggested", tab=visit.form.line("tab") or "all")


def _keep(visit: Visit, words: str, channel: str, at: datetime) -> None:
    gaps.keep(visit.session, words, Answer(SUGGESTED), channel=channel, at=at)
