"""What the calendar calls for: lists due at a period's end, agreements that run out, activities.

Each is said once: to staff by the kind of the notice, to those who registered by a mark on the
activity.
"""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import wording
from bot.centers.directory import Directory
from bot.clock import local
from bot.plan import activities, telling
from bot.plan.activity_records import Activity
from bot.plan.agreement_records import Agreement
from bot.plan.agreements import RUNNING, SIGNED
from bot.staff import notices, queries
from bot.staff.notice_records import StaffNotice
from bot.tickets import funding
from bot.tickets.funding_records import FundingList

LIST_DAYS, AGREEMENT_DAYS = 10, 30
BEFORE = timedelta(hours=24)


def remind(session: Session, directory: Directory, *, at: datetime) -> Counter[str]:
    """Everything that is due to be said now; how much of what."""
    today = local(at).date()
    done = Counter(
        lists=_lists(session, directory, today, at),
        agreements=_agreements(session, today, at),
        activities=_activities(session, at),
    )
    return +done


def _lists(session: Session, directory: Directory, today: date, at: datetime) -> int:
    """A unit whose period ends soon, and whose list was not sent."""
    told = 0
    for center in directory.centers:
        period = funding.period_at(center.id, directory, at)
        if not today <= period.end <= today + timedelta(days=LIST_DAYS):
            continue
        sent = session.scalar(
            select(FundingList.id).where(
                FundingList.unit == center.id,
                FundingList.period == period.key,
                FundingList.state != funding.DRAFT,
            )
        )
        if sent is None:
            text = wording.say("staff.list_due", period=period.name, end=period.end)
            told += _once(session, center.id, f"list:{period.key}", text, at)
    return told


def _agreements(session: Session, today: date, at: datetime) -> int:
    query = select(Agreement).where(
        Agreement.state.in_((SIGNED, RUNNING)),
        Agreement.ends_on >= today,
        Agreement.ends_on <= today + timedelta(days=AGREEMENT_DAYS),
    )
    told = 0
    for agreement in session.scalars(query):
        text = wording.say("staff.agreement_ends", title=agreement.title, end=agreement.ends_on)
        told += _once(session, agreement.unit, f"agreement:{agreement.id}", text, at)
    return told


def _once(session: Session, unit: str, kind: str, text: str, at: datetime) -> int:
    """Tell the supervisors at exactly this unit, each only once."""
    leads = [one for one in queries.supervisors(session, unit) if one.roles_at(unit)]
    query = select(StaffNotice.staff_id).where(
        StaffNotice.kind == kind, StaffNotice.staff_id.in_([one.id for one in leads])
    )
    known = set(session.scalars(query))
    return notices.post(session, [one for one in leads if one.id not in known], kind, text, at=at)


def _activities(session: Session, at: datetime) -> int:
    query = (
        select(Activity)
        .where(
            Activity.state.in_((activities.OPEN, activities.CLOSED)),
            Activity.starts_at > at,
            Activity.starts_at <= at + BEFORE,
            Activity.reminded_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )
    soon = list(session.scalars(query))
    for activity in soon:
        activity.reminded_at = at
        telling.everyone(session, activity, "activity.tomorrow", at=at)
    return len(soon)
