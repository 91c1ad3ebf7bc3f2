"""A version under review: what it would say, what it would be found by; published or sent back."""

from difflib import ndiff
from pathlib import Path

from starlette.responses import Response

from bot.console.answering import trying
from bot.console.answering.writing import note
from bot.console.visit import Visit
from bot.errors import BadData, NotFound, Refused
from bot.knowledge import overlay, publishing
from bot.knowledge.drafting import data_of
from bot.knowledge.library import Answer, Library
from bot.knowledge.records import AnswerVersion
from bot.staff.permissions import EDIT_KNOWLEDGE, PROVINCE, REVIEW_KNOWLEDGE


def show(visit: Visit) -> Response:
    """The version as it would be read, beside what serves, with a trial question."""
    version = visit.session.get(AnswerVersion, visit.id_of("id"))
    if version is None:
        raise NotFound("没有这个版本。")
    serving = visit.shared.answers.library(visit.session)
    question = visit.asked("try")
    candidate, trouble = _candidate(visit, version) if question else (None, "")
    return visit.page(
        "answering/version.html",
        version=version,
        preview=_preview(visit, version),
        before=serving.entries.get(version.entry_id),
        changes=_changes(version, serving),
        question=question,
        hits=trying.hits(candidate, question, visit) if candidate else [],
        trouble=trouble,
        may_edit=visit.actor.may(EDIT_KNOWLEDGE),
        may_review=visit.actor.may(REVIEW_KNOWLEDGE, PROVINCE),
        own=version.author == visit.actor.name,
    )


def _candidate(visit: Visit, version: AnswerVersion) -> tuple[Library | None, str]:
    """The library as it would be with this version in force."""
    try:
        return visit.shared.answers.with_version(visit.session, version), ""
    except BadData as error:
        return None, f"和别的条目对不上：{error.what}"


def _preview(visit: Visit, version: AnswerVersion) -> Answer | None:
    """What a person would read; `None` for a version that takes the entry out of use."""
    if version.data is None:
        return None
    entry = overlay.entry_of(version)
    laws = visit.shared.answers.library(visit.session).laws
    cited = (f"《{laws[law].name}》{article}" for law, article in entry.legal_basis if law in laws)
    return Answer(
        outcome=entry.outcome,
        entry_id=entry.id,
        text=entry.text(),
        sources=(*cited, *entry.sources),
        next_action=entry.next_action,
    )


def _changes(version: AnswerVersion, serving: Library) -> list[tuple[str, str]]:
    """Line by line, + new, - gone, beside what serves now."""
    entry = serving.entries.get(version.entry_id)
    if entry is None or version.data is None:
        return []
    pairs = ndiff(_flat(data_of(entry)), _flat(version.data))
    return [(line[0], line[2:]) for line in pairs if line[0] in "+-"]


def _flat(data: dict[str, object]) -> list[str]:
    lines = []
    for name in ("title", "answer", "status", "next", "valid_from", "valid_until"):
        if data.get(name):
            lines.append(str(data[name]))
    for name in ("steps", "questions", "sources", "legal_basis"):
        items = data.get(name)
        if isinstance(items, list):
            lines += [
                " ".join(map(str, i.values())) if isinstance(i, dict) else str(i) for i in items
            ]
    return lines


def publish(visit: Visit) -> Response:
    """Put it in force: by somebody else than its author, and only if the exam does not fall."""
    try:
        version = publishing.publish(
            visit.session,
            visit.id_of("id"),
            by=visit.actor.name,
            at=visit.now,
            folder=_folder(visit),
        )
    except BadData as error:
        raise Refused(f"和别的条目对不上，没有发布：{error.what}。") from None
    note(visit, "knowledge.publish", version)
    return visit.go(f"/knowledge/entries/{version.entry_id}", "published")


def reject(visit: Visit) -> Response:
    """Send it back to its author with a reason."""
    why = visit.form.text("why", most=500)
    version = publishing.reject(
        visit.session, visit.id_of("id"), by=visit.actor.name, at=visit.now, why=why
    )
    note(visit, "knowledge.reject", version)
    return visit.go(f"/knowledge/versions/{version.id}", "rejected")


def roll_back(visit: Visit) -> Response:
    """Put an earlier version in force again."""
    why = visit.form.text("why", most=500)
    if not why:
        raise Refused("请写明为什么退回旧版。没有改动。")
    version = publishing.roll_back(
        visit.session,
        visit.blank("entry"),
        visit.form.number("number") or 0,
        by=visit.actor.name,
        at=visit.now,
        why=why,
        folder=_folder(visit),
    )
    note(visit, "knowledge.roll_back", version)
    return visit.go(f"/knowledge/entries/{version.entry_id}", "published")


def _folder(visit: Visit) -> Path:
    return visit.shared.settings.knowledge_dir
