"""Joining an activity: through the bot or a colleague; waiting for a seat; who came."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import crypto
from bot.errors import NotFound, Refused
from bot.plan import activities, telling
from bot.plan.activity_records import Activity, Registration
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import WORK_TICKETS

REGISTERED, WAITING, CANCELLED = "registered", "waiting", "cancelled"
STATES = {REGISTERED: "已报名", WAITING: "候补", CANCELLED: "已取消"}


def register(
    session: Session,
    activity_id: int,
    *,
    name: str,
    phone: str | None,
    at: datetime,
    conversation_id: str | None = None,
    ticket_number: str | None = None,
) -> Registration:
    """Register a person; a full activity puts them on the waiting list. Twice is once.

    Raises:
        NotFound: no such activity. Refused: it takes no registrations now.
    """
    query = select(Activity).where(Activity.id == activity_id).with_for_update()
    activity = session.scalar(query)
    if activity is None:
        raise NotFound("没有找到这个活动。")
    if activity.state != activities.OPEN or activity.starts_at <= at:
        raise Refused("这个活动现在不接受报名。")
    known = _known(session, activity_id, phone, conversation_id)
    if known is not None:
        return known
    full = activity.capacity is not None and count(session, activity_id) >= activity.capacity
    found = Registration(
        activity_id=activity_id,
        ticket_number=ticket_number,
        conversation_id=conversation_id,
        name=name,
        phone=phone,
        phone_mark=phone_mark(phone),
        state=WAITING if full else REGISTERED,
        at=at,
    )
    session.add(found)
    session.flush()
    return found


def phone_mark(phone: str | None) -> str | None:
    """By which registrations of one phone are found, without a phone that could be read."""
    return crypto.mark(phone, "registrations.phone") if phone else None


def _known(
    session: Session, activity_id: int, phone: str | None, conversation_id: str | None
) -> Registration | None:
    same = []
    if phone:
        same.append(Registration.phone_mark == phone_mark(phone))
    elif conversation_id:
        same.append(Registration.conversation_id == conversation_id)
    if not same:
        return None
    live = (Registration.activity_id == activity_id, Registration.state != CANCELLED)
    return session.scalar(select(Registration).where(*live, *same).limit(1))


def cancel(session: Session, registration_id: int, *, at: datetime) -> Registration | None:
    """Give a seat back; who waited longest gets it, is told, and is returned."""
    found = session.get(Registration, registration_id, with_for_update=True)
    if found is None or found.state == CANCELLED:
        raise NotFound("没有找到这个报名。")
    seated, found.state = found.state == REGISTERED, CANCELLED
    session.flush()
    if not seated:
        return None
    query = (
        select(Registration)
        .where(Registration.activity_id == found.activity_id, Registration.state == WAITING)
        .order_by(Registration.id)
        .limit(1)
        .with_for_update()
    )
    following = session.scalar(query)
    if following is not None:
        following.state = REGISTERED
        activity = session.get_one(Activity, found.activity_id)
        telling.one(session, activity, following, "activity.seat", at=at)
    return following


def mark_attendance(
    session: Session, by: Actor, registration_id: int, *, came: bool, at: datetime
) -> Registration:
    """Whether a person came.

    Raises:
        NotFound, Forbidden: absent, not theirs, not this role. Refused: nobody can have come yet.
    """
    found = session.get(Registration, registration_id, with_for_update=True)
    if found is None:
        raise NotFound("没有找到这个报名。")
    activity = activities.seen(session, by, found.activity_id)
    by.need(WORK_TICKETS, activity.unit)
    if activity.starts_at > at or found.state == CANCELLED:
        raise Refused("活动还没有开始，或者已取消报名。")
    found.attended = came
    about = f"registration:{found.id}"
    audit.note(session, "activity.attendance", by=by.name, about=about, at=at)
    return found


def of(session: Session, by: Actor, activity_id: int) -> list[Registration]:
    """Who registered, in order; the colleague must be allowed to see the activity."""
    activities.seen(session, by, activity_id)
    query = select(Registration).where(Registration.activity_id == activity_id)
    return list(session.scalars(query.order_by(Registration.id)))


def count(session: Session, activity_id: int) -> int:
    """How many have a seat."""
    query = select(func.count()).where(
        Registration.activity_id == activity_id, Registration.state == REGISTERED
    )
    return int(session.scalar(query) or 0)
