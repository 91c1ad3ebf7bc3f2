"""Going on with a half-filled matter on another channel, by a continuation code (续办码)."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot import wording
from bot.actions import context, drafts
from bot.actions.intake import progress
from bot.actions.intake.fields import MATTER_SLOTS, TITLES
from bot.actions.intake.values import answered
from bot.conversations import continuation, outbox
from bot.conversations.outbox import SYSTEM_SENDER, Reply
from bot.conversations.records import Conversation, Draft

CHOICE = "continue:"


def is_asked(choice: str | None) -> bool:
    """Whether a choice is about continuation codes."""
    return bool(choice) and str(choice).startswith(CHOICE)


def handle(
    dispatcher: CollectingDispatcher, choice: str, form: str | None, slots: Mapping[str, Any]
) -> str | None:
    """Give a code, take it back, or go on with what a code stands for.

    Args:
        dispatcher: for the words.
        choice: `continue:issue`, `continue:revoke` or `continue:<code>`.
        form: the form that is open here, if one is.
        slots: what is filled in here.
    Returns:
        The form to go on with, when a matter has come over.
    """
    wanted = choice.removeprefix(CHOICE)
    if wanted == "issue":
        _issue(dispatcher, form)
        return None
    if wanted == "revoke":
        turn = context.current()
        had = continuation.revoke(turn.session, turn.conversation_id, at=turn.now)
        dispatcher.utter_message(response=f"utter_code_{'revoked' if had else 'none'}")
        return None
    if form in TITLES and progress.count(str(form), slots)[0]:
        dispatcher.utter_message(response="utter_code_busy")
        return None
    return _redeem(dispatcher, wanted)


def _issue(dispatcher: CollectingDispatcher, form: str | None) -> None:
    turn = context.current()
    if form not in TITLES and drafts.find() is None:
        dispatcher.utter_message(response="utter_code_nothing")
        return
    code = continuation.issue(turn.session, turn.conversation_id, at=turn.now)
    page = turn.shelf.page_url
    where = f"网页 {page} 的在线咨询" if page else "网站的在线咨询、公众号"
    dispatcher.utter_message(response="utter_code", code=code, where=where)


def _redeem(dispatcher: CollectingDispatcher, code: str) -> str | None:
    turn = context.current()
    try:
        source = continuation.redeem(turn.session, code, turn.conversation_id, at=turn.now)
    except continuation.TooManyTries:
        dispatcher.utter_message(response="utter_code_too_many")
        return None
    if source is None:
        dispatcher.utter_message(response="utter_code_wrong")
        return None
    form = _move(source)
    if form is None:
        dispatcher.utter_message(response="utter_code_nothing_there")
    return form


def _move(source: Conversation) -> str | None:
    """Take the open form or the kept draft of a conversation over as our draft."""
    turn = context.current()
    snapshot = source.snapshot or {}
    kept = turn.session.get(Draft, source.id)
    slots = dict(snapshot.get("slots") or {})
    if snapshot.get("loop") in TITLES:
        form = str(snapshot["loop"])
    elif kept is not None:
        form, slots = kept.form, dict(kept.slots)
    else:
        return None
    drafts.save(form, slots)
    if kept is not None:
        turn.session.delete(kept)
    source.snapshot = {"slots": _left(snapshot), "loop": None}
    said = Reply(wording.say("continuation.moved"))
    outbox.say(turn.session, source, said, reply_to=None, at=turn.now, sender=SYSTEM_SENDER)
    return form


def _left(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What stays behind: nothing of the matter."""
    gone = {*MATTER_SLOTS, "form_instance", "filled", "tries", "asked", "requested_slot", "pending"}
    slots = snapshot.get("slots") or {}
    return {name: value for name, value in slots.items() if name not in gone and answered(value)}
