"""What happens by itself: handovers and clocks, each in a transaction of its own."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from bot import db, wording
from bot.centers.directory import Directory
from bot.conversations.patience import Patience, patience
from bot.desk import alarms, reminders, timeouts
from bot.errors import HotlineError
from bot.tickets import clocks, funding
from bot.tickets.office_file import load_offices
from bot.tickets.opening_hours import OfficeBook

log = logging.getLogger("hotline.tick")


@dataclass(frozen=True)
class Rules:
    """What a round goes by."""

    directory: Directory
    offices: OfficeBook
    patience: Patience

    @classmethod
    def load(cls, knowledge_dir: Path) -> "Rules":
        """From the files of the knowledge folder.

        Others that a round or a move needs later are read now, too: a wrong one is named at the
        start.

        Raises:
            BadData: one of them cannot be used.
        """
        wording.sentences(wording.FILE)
        funding.rules()
        clocks.limits()
        return cls(
            Directory.load(knowledge_dir / "centers.yml"),
            load_offices(knowledge_dir / "office_hours.yml"),
            patience(knowledge_dir / "handover.yml"),
        )


def run(
    factory: sessionmaker[Session], rules: Rules, *, at: datetime, reminders_too: bool = True
) -> Counter[str]:
    """One round; what was done, counted by name. Two rounds at once do nothing twice."""
    done: Counter[str] = Counter()
    with db.reading(factory) as session:
        talks, tickets = timeouts.overdue(session), alarms.near(session, at=at)
    for conversation_id in talks:
        done[_one(factory, conversation_id, rules, at)] += 1
    for ticket_id in tickets:
        done[_ring(factory, ticket_id, at)] += 1
    if reminders_too:
        done += _remind(factory, rules, at)
    del done[""]
    return done


def _one(factory: sessionmaker[Session], conversation_id: str, rules: Rules, at: datetime) -> str:
    try:
        with factory.begin() as session:
            ended = timeouts.check(
                session,
                conversation_id,
                patience=rules.patience,
                offices=rules.offices,
                directory=rules.directory,
                at=at,
            )
            return ended or ""
    except HotlineError as error:
        log.error("handover left as it is kind=%s", type(error).__name__)
        return "failed"


def _remind(factory: sessionmaker[Session], rules: Rules, at: datetime) -> Counter[str]:
    with factory.begin() as session:
        return reminders.remind(session, rules.directory, at=at)


def _ring(factory: sessionmaker[Session], ticket_id: int, at: datetime) -> str:
    try:
        with factory.begin() as session:
            return alarms.ring(session, ticket_id, at=at) or ""
    except HotlineError as error:
        log.error("clock left as it is ticket=%s kind=%s", ticket_id, type(error).__name__)
        return "failed"
