"""Writing an entry: from nothing, from a person's question, or from the wording that serves."""

from typing import Any

from starlette.responses import Response

from bot.clock import local
from bot.console.visit import Visit
from bot.conversations.inbox import USER
from bot.conversations.records import Message
from bot.desk import sight
from bot.errors import BadData, NotFound, Refused
from bot.knowledge import gaps, publishing, versions
from bot.knowledge.drafting import data_of
from bot.knowledge.entry import MIN_QUESTIONS, SHORT
from bot.knowledge.records import AnswerVersion
from bot.staff import audit
from bot.staff.permissions import SEE_TALKS
from bot.text import mask

STATUSES = ("confirmed", "unverified", "historical")
_FIELDS = (
    "id",
    "title",
    "questions",
    "answer",
    "steps",
    "sources",
    "related",
    "regions",
    "status",
    "next",
    "outcome",
    "legal_basis",
    "follow_ups",
    "valid_from",
    "valid_until",
    "replaced_by",
)


def new(visit: Visit) -> Response:
    """An empty form, or one that begins with what people asked."""
    data = {"questions": _asked(visit), "status": "unverified", "outcome": "answered"}
    return _form(visit, data, topic=visit.asked("topic"), gaps=visit.asked("gaps", most=4000))


def _asked(visit: Visit) -> list[str]:
    """The masked questions the form begins with: of a cluster, or one message of a talk."""
    ids = [int(one) for one in visit.asked("gaps", most=4000).split(",") if one.isdigit()]
    if ids:
        found = (question.question for question in gaps.of_ids(visit.session, ids))
        return list(dict.fromkeys(found))[:30]
    seq = visit.number("seq")
    if not visit.asked("from") or seq is None:
        return []
    if not visit.actor.may(SEE_TALKS):
        raise NotFound("没有找到这段对话。")
    talk = sight.talk(visit.session, visit.actor, visit.asked("from"))
    line = visit.session.query(Message).filter_by(conversation_id=talk.id, seq=seq).one_or_none()
    if line is None or line.sender != USER:
        raise NotFound("没有找到这条消息。")
    return [mask(" ".join(line.text.split()))[:100]]


def edit(visit: Visit) -> Response:
    """The form with the newest wording: the last draft, else what serves."""
    entry_id = visit.blank("entry")
    history = versions.history(visit.session, entry_id)
    entry = visit.shared.answers.library(visit.session).entries.get(entry_id)
    if history and history[0].data is not None and history[0].state != "replaced":
        return _form(visit, dict(history[0].data), topic=history[0].topic)
    if entry is None:
        raise NotFound("没有这一条。")
    return _form(visit, data_of(entry), topic=entry.topic)


def _form(visit: Visit, data: dict[str, Any], *, topic: str, gaps: str = "") -> Response:
    library = visit.shared.answers.library(visit.session)
    return visit.page(
        "answering/edit.html",
        data={**dict.fromkeys(_FIELDS), **data},
        topic=topic,
        gaps=gaps,
        topics=sorted({entry.topic for entry in library.entries.values()}),
        laws=library.laws,
        statuses=STATUSES,
        least=MIN_QUESTIONS,
        most=SHORT,
    )


def draft(visit: Visit) -> Response:
    """Keep a new version; what it was written for is settled."""
    data, topic = _data(visit), visit.form.line("topic", most=60)
    if not topic.replace("_", "").isalnum():
        raise Refused("请选择或填写主题。没有保存。")
    try:
        version = publishing.draft(
            visit.session, data, topic=topic, by=visit.actor.name, at=visit.now
        )
    except BadData as error:
        raise Refused(f"这一条还不完整，没有保存（{error.what}）。") from None
    ids = [int(one) for one in visit.form.line("gaps", most=4000).split(",") if one.isdigit()]
    if ids:
        gaps.settle(visit.session, ids)
    note(visit, "knowledge.draft", version)
    return visit.go(f"/knowledge/versions/{version.id}", "drafted")


def _data(visit: Visit) -> dict[str, Any]:
    """The form as the data of a file.

    Raises:
        Refused: with what is missing, in Chinese.
    """
    form = visit.form
    data: dict[str, Any] = {
        "id": form.line("id", most=60) or _new_id(visit),
        "title": form.line("title", most=80),
        "questions": _lines(visit, "questions"),
        "answer": form.text("answer", most=600),
        "steps": _lines(visit, "steps"),
        "sources": _lines(visit, "sources"),
        "related": _lines(visit, "related"),
        "regions": _lines(visit, "regions"),
        "status": form.line("status"),
        "next": form.line("next"),
        "outcome": form.line("outcome"),
        "legal_basis": [_law(line) for line in _lines(visit, "legal_basis")],
        "follow_ups": dict(_follow_up(line) for line in _lines(visit, "follow_ups")),
        "valid_from": str(form.day("valid_from") or ""),
        "valid_until": str(form.day("valid_until") or ""),
        "replaced_by": form.line("replaced_by", most=60),
    }
    _complete(data)
    return {name: value for name, value in data.items() if value}


def _lines(visit: Visit, name: str) -> list[str]:
    text = visit.form.text(name, most=8000)
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _law(line: str) -> dict[str, str]:
    law, _, article = line.partition(" ")
    return {"law": law, "article": article.strip()} if article.strip() else {"law": law}


def _follow_up(line: str) -> tuple[str, str]:
    words, _, entry_id = line.rpartition(" ")
    if not words.strip():
        raise Refused("追问要写成「多久 条目编号」，一行一个。没有保存。")
    return words.strip(), entry_id


def _new_id(visit: Visit) -> str:
    """An id for an entry that has none: the day, and the time of day."""
    return f"staff-{local(visit.now):%Y%m%d-%H%M%S}"


def _complete(data: dict[str, Any]) -> None:
    missing = {"title": "标题", "answer": "答案", "sources": "出处"}
    for name, word in missing.items():
        if not data[name]:
            raise Refused(f"请写{word}。没有保存。")
    if len(data["questions"]) < MIN_QUESTIONS:
        have = len(data["questions"])
        raise Refused(f"请至少写 {MIN_QUESTIONS} 种问法，现在有 {have} 种。没有保存。")
    if len(data["answer"]) > SHORT:
        raise Refused(f"答案最多 {SHORT} 字，细节放到「步骤」里。没有保存。")
    texts = [data["title"], data["answer"], *data["questions"], *data["steps"], *data["sources"]]
    if any("<" in text for text in texts):
        raise Refused("内容里不能有「<」这样的符号，请写普通文字。没有保存。")


def submit(visit: Visit) -> Response:
    """Hand a draft to the reviewers."""
    version = publishing.submit(visit.session, visit.id_of("id"), by=visit.actor.name, at=visit.now)
    note(visit, "knowledge.submit", version)
    return visit.go(f"/knowledge/versions/{version.id}", "submitted")


def retire(visit: Visit) -> Response:
    """Propose to take an entry out of use."""
    entry_id, why = visit.blank("entry"), visit.form.text("why", most=500)
    entry = visit.shared.answers.library(visit.session).entries.get(entry_id)
    if entry is None:
        raise NotFound("没有这一条。")
    if not why:
        raise Refused("请写明停用的原因。没有改动。")
    version = publishing.retire(
        visit.session, entry_id, topic=entry.topic, by=visit.actor.name, at=visit.now, why=why
    )
    note(visit, "knowledge.retire", version)
    return visit.go(f"/knowledge/versions/{version.id}", "submitted")


def note(visit: Visit, act: str, version: AnswerVersion) -> None:
    """Leave a trace of what was done to a version."""
    about = f"answer:{version.entry_id}"[:80]
    detail = {"version": version.number}
    audit.note(visit.session, act, by=visit.actor.name, about=about, at=visit.now, detail=detail)
