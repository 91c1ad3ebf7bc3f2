"""A colleague is asked for by rule: danger, minors, the press, abuse; or after two misses."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.clock import local
from bot.conversations.inbox import USER
from bot.conversations.records import BOT, Conversation, Message
from bot.desk import callbacks, waiting
from bot.errors import BadData
from bot.settings import ROOT
from bot.staff.permissions import PROVINCE
from bot.tickets.opening_hours import OfficeBook

FILE = ROOT / "knowledge" / "escalation.yml"
LONGEST = 2000
FAILED = "failed"


@dataclass(frozen=True)
class Rules:
    """Names with their expressions, which of them file a callback, how many misses are enough."""

    words: dict[str, re.Pattern[str]]
    always: frozenset[str]
    misses: int

    def of(self, text: str) -> str | None:
        """The first rule that a message falls under."""
        return next((n for n, words in self.words.items() if words.search(text[:LONGEST])), None)


@lru_cache(maxsize=2)
def rules(path: Path = FILE) -> Rules:
    """The rules of `knowledge/escalation.yml`.

    Raises:
        BadData: words that are no expressions, or no number of misses.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = data["rules"]
        words = {name: re.compile("|".join(rule["words"])) for name, rule in found.items()}
        always = frozenset(name for name, rule in found.items() if rule.get("always"))
        return Rules(words, always, int(data["misses"]))
    except (KeyError, TypeError, ValueError, AttributeError, re.error, yaml.YAMLError):
        remedy = "each rule needs words, a list of expressions; misses is a number"
        raise BadData("not usable rules", path=path, remedy=remedy) from None


def after(
    session: Session,
    conversation: Conversation,
    said: Message,
    *,
    directory: Directory,
    offices: OfficeBook,
    at: datetime,
) -> str | None:
    """Ask for a colleague where a message calls for one; what to tell the person, if anything.

    Args:
        session: the turn's own transaction.
        conversation: its row is held already; it belongs to the bot.
        said: the message that was just answered, with the bot's reading of it.
        directory: the units.
        offices: when whose staff are there.
        at: the present.
    """
    if conversation.owner != BOT:
        return None
    why = rules().of(said.text) or _failed(session, conversation, said)
    if why is None:
        return None
    unit = conversation.center_id or PROVINCE
    hours = offices.of(unit)
    if hours.is_open(at):
        place = waiting.ask(session, conversation.id, why=why, at=at, center_id=unit)
        return wording.say(f"handoff.rule_{why}", wait=place.words())
    if why not in rules().always:
        return None
    key = f"rule-{why}-{local(at):%Y%m%d}-{conversation.id}"[:64]
    ticket = callbacks.file(
        session,
        conversation,
        unit,
        key=key,
        about=f"handoff.about_{why}",
        directory=directory,
        at=at,
    )
    when = waiting.moment(hours.next_opening(at))
    return wording.say("handoff.rule_closed", number=ticket.number, when=when)


def _failed(session: Session, conversation: Conversation, said: Message) -> str | None:
    """Whether the last messages in a row were not understood, with no form open."""
    if (conversation.snapshot or {}).get("loop"):
        return None
    query = (
        select(Message.reading)
        .where(
            Message.conversation_id == conversation.id,
            Message.sender == USER,
            Message.seq <= said.seq,
        )
        .order_by(Message.seq.desc())
        .limit(rules().misses)
    )
    readings = list(session.scalars(query))
    missed = [((one or {}).get("intent") or {}).get("name") == "nlu_fallback" for one in readings]
    return FAILED if len(missed) == rules().misses and all(missed) else None
