"""`hotline demo seed`: invented data for every page, and never over real data."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot import settings as settings_module
from bot.conversations.handoff_records import Handoff
from bot.demo import seeding
from bot.errors import BadData
from bot.staff import audit
from bot.tickets import trail
from bot.tickets.consultation_records import Consultation
from bot.tickets.records import Ticket


def test_an_empty_house_is_filled_and_its_trails_are_whole(
    database: sessionmaker[Session], tmp_path: Path
) -> None:
    settings = settings_module.load({}, data_dir=tmp_path)
    made = seeding.seed(settings, database)
    assert made["tickets"] >= 90
    with db.reading(database) as session:
        statuses = set(session.scalars(select(Ticket.status)))
        assert {"opened", "accepted", "in_progress", "closed", "declined"} <= statuses
        assert session.scalar(select(func.count()).select_from(Handoff))
        assert session.scalar(select(func.count()).select_from(Consultation))
        assert trail.verify(session) == []
        assert audit.verify(session) == []
    with pytest.raises(BadData, match="accounts already"):
        seeding.seed(settings, database)
