"""The queue of those who wait for a person: the place in it, and an honest waiting time."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import wording
from bot.conversations.handoff_records import QUEUED, Handoff

# The waiting time told is what the last ones really waited; from fewer than three, none is told.
LAST, ENOUGH, WITHIN = 20, 3, timedelta(days=30)


@dataclass(frozen=True)
class Place:
    """Where one stands, from 1, and how many minutes others waited lately (`None`: not known)."""

    place: int
    minutes: int | None

    def words(self) -> str:
        """For the person to read."""
        if self.minutes is None:
            return wording.say("handoff.wait_unknown", place=self.place)
        return wording.say("handoff.wait_known", place=self.place, minutes=self.minutes)


def place_of(session: Session, waiting: Handoff, *, at: datetime) -> Place:
    """The place of one that waits, among those of its unit."""
    before = select(func.count()).where(
        Handoff.status == QUEUED,
        Handoff.center_id == waiting.center_id,
        (Handoff.queued_at < waiting.queued_at)
        | ((Handoff.queued_at == waiting.queued_at) & (Handoff.id < waiting.id)),
    )
    return Place(int(session.scalar(before) or 0) + 1, usual_wait(session, waiting.center_id, at))


def usual_wait(session: Session, center_id: str, at: datetime) -> int | None:
    """The median of the last waits at a unit, in whole minutes, at least 1."""
    query = (
        select(Handoff.queued_at, Handoff.claimed_at)
        .where(
            Handoff.center_id == center_id,
            Handoff.why != "reached_in",
            Handoff.claimed_at > at - WITHIN,
        )
        .order_by(Handoff.claimed_at.desc())
        .limit(LAST)
    )
    waits = [(claimed - queued).total_seconds() / 60 for queued, claimed in session.execute(query)]
    return max(1, math.ceil(median(waits))) if len(waits) >= ENOUGH else None


def waiting(session: Session, units: frozenset[str] | None, *, limit: int = 200) -> list[Handoff]:
    """Who waits at these units (`None`: at all), longest first."""
    query = select(Handoff).where(Handoff.status == QUEUED)
    if units is not None:
        query = query.where(Handoff.center_id.in_(units))
    return list(session.scalars(query.order_by(Handoff.queued_at, Handoff.id).limit(limit)))


def held_by(session: Session, staff_id: int) -> list[Handoff]:
    """What a colleague has in hand, oldest first."""
    query = (
        select(Handoff)
        .where(Handoff.status == "claimed", Handoff.staff_id == staff_id)
        .order_by(Handoff.claimed_at)
    )
    return list(session.scalars(query))
