"""How long what is kept: classes as data (`knowledge/retention.yml`), worked off once a day.

Run twice, or killed midway, it does nothing twice: each piece is a transaction of its own, and
what is due is looked up anew each time.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import ColumnElement, Table, delete, exists, func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.records import Conversation
from bot.errors import BadData
from bot.privacy import erasure
from bot.privacy.schema import TABLES
from bot.settings import ROOT
from bot.tickets import statuses
from bot.tickets.records import Ticket

FILE = ROOT / "knowledge" / "retention.yml"
BY, WHY = "retention", "保存期限已满"
AT_ONCE = 200


@dataclass(frozen=True)
class Rows:
    """Rows of one table that go after so many days."""

    table: Table
    since: str
    days: int
    only: dict[str, str] = field(default_factory=dict)

    def due(self, at: datetime) -> ColumnElement[bool]:
        """Which rows are past their time."""
        found: ColumnElement[bool] = self.table.c[self.since] < at - timedelta(days=self.days)
        for name, value in self.only.items():
            found &= self.table.c[name] == value
        return found


@dataclass(frozen=True)
class Classes:
    """Days for talks and for matters that are over, and the tables of mere workings."""

    talks: int
    matters: int
    rows: tuple[Rows, ...]


def load(path: Path = FILE) -> Classes:
    """The classes of a file.

    Raises:
        BadData: it names a table or column that there is not, or days that are no number above 0.
    """
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = tuple(_rows(row) for row in data["rows"])
        return Classes(_days(data["talks"]), _days(data["matters"]), rows)
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        remedy = "each class needs days; each row a table, its column `since`, and days"
        why = f"not usable classes: {type(error).__name__} {error}"
        raise BadData(why, path=path, remedy=remedy) from None


def _rows(row: dict[str, Any]) -> Rows:
    table = TABLES.tables[row["table"]]
    only = {str(name): str(value) for name, value in (row.get("only") or {}).items()}
    for name in (row["since"], *only):
        table.c[name]
    return Rows(table, row["since"], _days(row), only)


def _days(found: dict[str, Any]) -> int:
    days = found["days"]
    if not isinstance(days, int) or days < 1:
        raise ValueError(f"{days!r} days")
    return days


def due(session: Session, classes: Classes, *, at: datetime) -> Counter[str]:
    """What would go now, counted."""
    found = Counter({"talks": len(_talks(session, classes, at, None))})
    found["matters"] = len(_matters(session, classes, at))
    for rows in classes.rows:
        query = select(func.count()).select_from(rows.table).where(rows.due(at))
        found[rows.table.name] += session.scalar(query) or 0
    return +found


def work(
    factory: sessionmaker[Session], classes: Classes, files: Path, *, at: datetime
) -> Counter[str]:
    """Delete what is past its time; how much, counted."""
    done: Counter[str] = Counter()
    for rows in classes.rows:
        with factory.begin() as session:
            gone = session.execute(delete(rows.table).where(rows.due(at)))
            done[rows.table.name] += int(getattr(gone, "rowcount", 0))
    with factory() as session:
        talks = _talks(session, classes, at, AT_ONCE)
        matters = _matters(session, classes, at)
    facts: dict[str, Any] = {"by": BY, "why": WHY, "at": at}
    for name in talks:
        with factory.begin() as session:
            erased = erasure.talk(session, name, **facts)
        done["talks"] += 1
        done["files"] += erasure.remove_files(erased, files)
    for number in matters:
        with factory.begin() as session:
            erasure.ticket_by_number(session, number, **facts)
        done["matters"] += 1
    return +done


def _talks(session: Session, classes: Classes, at: datetime, most: int | None) -> list[str]:
    opened = exists().where(Ticket.conversation_id == Conversation.id)
    query = select(Conversation.id).where(
        Conversation.updated_at < at - timedelta(days=classes.talks),
        Conversation.waiting_since.is_(None),
        ~opened,
    )
    return list(session.scalars(query.order_by(Conversation.updated_at).limit(most)))


def _matters(session: Session, classes: Classes, at: datetime) -> list[str]:
    query = select(Ticket).where(
        Ticket.status.in_(statuses.OVER),
        Ticket.closed_at < at - timedelta(days=classes.matters),
    )
    return [t.number for t in session.scalars(query) if t.description != erasure.GONE]
