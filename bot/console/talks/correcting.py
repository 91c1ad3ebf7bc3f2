"""Correcting the bot's reading of a message: it becomes a candidate for the training data."""

from typing import Any

from starlette.responses import Response

from bot.console.labels import labels
from bot.console.visit import Visit
from bot.conversations import corrections
from bot.desk import sight
from bot.errors import Refused
from bot.staff.permissions import CORRECT_READING, PROVINCE


def correct(visit: Visit) -> Response:
    """Note the right intent, and the entities where they were given."""
    talk = sight.talk(visit.session, visit.actor, visit.blank("id"))
    visit.actor.need(CORRECT_READING, talk.center_id or PROVINCE)
    intent = visit.form.line("intent")
    if intent not in labels("intent"):
        raise Refused("请选择这句话的意思。没有改动。")
    corrections.correct(
        visit.session,
        talk.id,
        visit.form.number("seq") or 0,
        intent=intent,
        entities=_entities(visit),
        by=visit.actor.name,
        at=visit.now,
    )
    return visit.go(f"/talks/{talk.id}", "corrected", tab=visit.form.line("tab") or "all")


def _entities(visit: Visit) -> list[dict[str, Any]] | None:
    """The lines 「种类 文字」 of the form; none written: as the bot read them."""
    text = visit.form.text("entities", most=600)
    if not text:
        return None
    codes = {word: code for code, word in labels("entity").items()}
    found = []
    for line in text.splitlines():
        kind, _, value = line.replace("：", " ").replace(":", " ").strip().partition(" ")
        code = codes.get(kind, kind)
        if code not in labels("entity") or not value.strip():
            known = "、".join(labels("entity").values())
            raise Refused(f"「{line[:40]}」看不懂。一行写一处：种类、空格、原文。种类有：{known}。")
        found.append({"entity": code, "value": value.strip()})
    return found
