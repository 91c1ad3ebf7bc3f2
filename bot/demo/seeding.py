"""Fill an empty database with invented data."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.centers.directory import Directory
from bot.demo import cases, colleagues, plan, talks, understanding
from bot.desk import alarms
from bot.errors import BadData
from bot.knowledge.files import load_all
from bot.settings import Settings
from bot.staff.notice_records import StaffNotice
from bot.staff.records import StaffAccount

HERE = Path(__file__).parent
YEAR = timedelta(days=100)


def seed(settings: Settings, factory: sessionmaker[Session]) -> dict[str, int]:
    """Make the invented data; how many of each.

    Raises:
        BadData: in production, or there are accounts already.
    """
    if settings.production:
        raise BadData("invented data in production", path="HOTLINE_PRODUCTION", remedy="never")
    now, chance = clock.now(), random.Random(12330)
    directory = Directory.load(settings.knowledge_dir)
    invented, dialogues = _read("matters.yml"), _read("dialogues.yml")
    with factory.begin() as session:
        if session.scalar(select(StaffAccount.id).limit(1)) is not None:
            raise BadData("there are accounts already", remedy="use an empty data folder")
        staff = colleagues.hire(session, directory, now - YEAR)
        plan.enrol_experts(session, staff, now - YEAR)
        talks.seed(session, chance, dialogues, staff, now)
        made = cases.seed(session, chance, invented, staff, directory, now)
        plan.seed(session, chance, staff, directory, now)
        known = [entry.id for entry in load_all(settings.knowledge_dir).entries[:40]]
        understood = _read("understanding.yml")
        understanding.seed(session, chance, understood, known, staff, now)
        _ring(session, now)
        _mostly_read(session, now)
    return {"colleagues": len(staff), "tickets": len(made), "talks": 65 + len(made)}


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def _ring(session: Session, now: datetime) -> None:
    """The clocks have rung already, as far as they would have."""
    for ticket_id in alarms.near(session, at=now):
        alarms.ring(session, ticket_id, at=now)


def _mostly_read(session: Session, now: datetime) -> None:
    """What is old has been read, and most of what the clocks said."""
    old = (StaffNotice.at < now - timedelta(days=2)) | (StaffNotice.id % 7 != 0)
    session.execute(update(StaffNotice).where(old).values(read_at=now))
