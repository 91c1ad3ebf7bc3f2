"""Reading the knowledge base for those who write it: entries with their state, versions, votes."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.knowledge.records import DRAFT, REJECTED, SUBMITTED, AnswerVersion, AnswerVote

SOON = timedelta(days=60)
OPEN = (DRAFT, SUBMITTED, REJECTED)


@dataclass(frozen=True)
class Votes:
    """What people said of an entry."""

    useful: int = 0
    useless: int = 0


@dataclass(frozen=True)
class EntryRow:
    """One entry as it serves, what waits for it, and what people said."""

    entry: Entry
    waiting: AnswerVersion | None
    votes: Votes
    changed: bool

    def ends_soon(self, today: date) -> bool:
        """Whether it has ended, or will within two months."""
        until = self.entry.valid_until
        return until is not None and until <= today + SOON


def rows(session: Session, library: Library) -> list[EntryRow]:
    """Every entry that serves, by topic and title."""
    waiting, votes = waiting_versions(session), votes_by_entry(session)
    changed = set(
        session.scalars(select(AnswerVersion.entry_id).where(AnswerVersion.state == "published"))
    )
    found = [
        EntryRow(entry, waiting.get(entry.id), votes.get(entry.id, Votes()), entry.id in changed)
        for entry in library.entries.values()
    ]
    return sorted(found, key=lambda row: (row.entry.topic, row.entry.title))


def waiting_versions(session: Session) -> dict[str, AnswerVersion]:
    """The newest version of each entry that is not in force yet, by entry."""
    query = select(AnswerVersion).where(AnswerVersion.state.in_(OPEN)).order_by(AnswerVersion.id)
    return {version.entry_id: version for version in session.scalars(query)}


def in_state(session: Session, state: str) -> list[AnswerVersion]:
    """Versions in a state, newest first."""
    query = select(AnswerVersion).where(AnswerVersion.state == state)
    return list(session.scalars(query.order_by(AnswerVersion.id.desc()).limit(200)))


def votes_by_entry(session: Session) -> dict[str, Votes]:
    """All votes, counted."""
    query = select(AnswerVote.entry_id, AnswerVote.useful, func.count()).group_by(
        AnswerVote.entry_id, AnswerVote.useful
    )
    counts: dict[str, dict[bool, int]] = {}
    for entry_id, useful, count in session.execute(query):
        counts.setdefault(entry_id, {})[bool(useful)] = int(count)
    return {one: Votes(many.get(True, 0), many.get(False, 0)) for one, many in counts.items()}
