"""Activities: planned and opened by a unit, joined by the public, held, and selected for funding.

Every verb of a colleague raises NotFound for what is not theirs, Forbidden for the wrong role, and
Refused for what is not possible now; then nothing is changed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import local
from bot.errors import NotFound, Refused
from bot.money import fen_of
from bot.plan import telling
from bot.plan.activity_records import Activity
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SEE_TICKETS, SUPERVISE, WORK_TICKETS

KINDS = {
    "lecture": "大讲堂、讲座",
    "training": "培训",
    "competition": "知识产权竞赛",
    "volunteer": "志愿者团队",
    "fair": "展会服务",
}
PLANNED, OPEN, CLOSED, HELD, CANCELLED = "planned", "open", "closed", "held", "cancelled"
STATES = {
    PLANNED: "筹备中",
    OPEN: "报名中",
    CLOSED: "报名截止",
    HELD: "已举办",
    CANCELLED: "已取消",
}
MOVES = {
    PLANNED: {OPEN, CANCELLED},
    OPEN: {CLOSED, HELD, CANCELLED},
    CLOSED: {OPEN, HELD, CANCELLED},
    HELD: set[str](),
    CANCELLED: set[str](),
}
SUPPORTS = {"none": "", "proposed": "已申报", "selected": "入选", "not_selected": "未入选"}
ABSENT = "没有找到这个活动，或者不在您的单位。"


@dataclass(frozen=True)
class NewActivity:
    """What an activity is; `capacity` none: as many as come."""

    unit: str
    kind: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    about: str = ""
    capacity: int | None = None

    def check(self) -> None:
        """Raise Refused when it cannot be held like this."""
        if self.kind not in KINDS:
            raise Refused("请选择活动类型。")
        if not self.title.strip() or not self.place.strip():
            raise Refused("请写明活动名称和地点。")
        if self.ends_at <= self.starts_at:
            raise Refused("结束时间要晚于开始时间。")
        if self.capacity is not None and self.capacity < 1:
            raise Refused("名额至少是 1。")


def plan(session: Session, by: Actor, new: NewActivity, *, at: datetime) -> Activity:
    """Put an activity into the unit's plan."""
    by.need(WORK_TICKETS, new.unit)
    new.check()
    activity = Activity(
        unit=new.unit,
        kind=new.kind,
        title=new.title.strip()[:120],
        place=new.place.strip(),
        about=new.about.strip(),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        capacity=new.capacity,
        state=PLANNED,
        support="none",
    )
    session.add(activity)
    session.flush()
    _note(session, "activity.plan", by, activity, at)
    return activity


def change(
    session: Session, by: Actor, activity_id: int, new: NewActivity, *, at: datetime
) -> Activity:
    """Change what it is, while it has not been held."""
    activity = seen(session, by, activity_id, lock=True)
    by.need(WORK_TICKETS, activity.unit)
    if not MOVES[activity.state]:
        raise Refused(f"活动{STATES[activity.state]}，不能再改。")
    new.check()
    for name in ("kind", "title", "place", "about", "starts_at", "ends_at", "capacity"):
        setattr(activity, name, getattr(new, name))
    _note(session, "activity.change", by, activity, at)
    return activity


def set_state(
    session: Session, by: Actor, activity_id: int, state: str, *, at: datetime, why: str = ""
) -> Activity:
    """Open it for the public, close the list, mark it as held, or cancel it with a reason."""
    activity = seen(session, by, activity_id, lock=True)
    by.need(WORK_TICKETS, activity.unit)
    if state not in MOVES[activity.state]:
        raise Refused(f"活动现在是「{STATES[activity.state]}」，不能这样操作，没有改动。")
    if state == CANCELLED and not why.strip():
        raise Refused("取消活动要写明原因，报名的人会看到。")
    if state == HELD and activity.starts_at > at:
        raise Refused("活动还没有开始。")
    activity.state = state
    _note(session, f"activity.{state}", by, activity, at, why)
    if state == CANCELLED:
        telling.everyone(session, activity, "activity.cancelled", at=at, why=why.strip())
    return activity


def propose(session: Session, by: Actor, activity_id: int, *, why: str, at: datetime) -> Activity:
    """申报特色活动: the unit proposes it for the province's yearly selection."""
    activity = seen(session, by, activity_id, lock=True)
    by.need(SUPERVISE, activity.unit)
    if activity.support != "none" or activity.state == CANCELLED:
        raise Refused("这个活动已经申报过，或者已取消。")
    if not why.strip():
        raise Refused("请写明特色和成效。")
    activity.support, activity.support_why = "proposed", why.strip()
    _note(session, "activity.propose", by, activity, at, why)
    return activity


def select_for_support(
    session: Session,
    by: Actor,
    activity_id: int,
    *,
    on: bool,
    why: str,
    at: datetime,
    amount: str | None = None,
) -> Activity:
    """每年择优: the province gives some of the proposed activities money, or says why not."""
    by.need(SUPERVISE, PROVINCE)
    activity = seen(session, by, activity_id, lock=True)
    if activity.support == "none":
        raise Refused("这个活动没有申报。")
    if not why.strip():
        raise Refused("请写明理由。")
    activity.support = "selected" if on else "not_selected"
    activity.support_fen = fen_of(amount) if on and amount else None
    _note(session, "activity.select", by, activity, at, why)
    return activity


def seen(session: Session, by: Actor, activity_id: int, *, lock: bool = False) -> Activity:
    """An activity that the colleague may see."""
    query = select(Activity).where(Activity.id == activity_id)
    activity = session.scalar(query.with_for_update() if lock else query)
    if activity is None or not by.may(SEE_TICKETS, activity.unit):
        raise NotFound(ABSENT)
    return activity


def listed(session: Session, by: Actor, *, year: int | None = None) -> list[Activity]:
    """Activities that the colleague may see, newest first; of a year where it is given."""
    units = by.units(SEE_TICKETS)
    query = select(Activity).order_by(Activity.starts_at.desc())
    if units is not None:
        query = query.where(Activity.unit.in_(units))
    found = session.scalars(query)
    return [one for one in found if year is None or local(one.starts_at).year == year]


def open_ones(session: Session, *, at: datetime, limit: int = 8) -> list[Activity]:
    """What the public may join now, soonest first."""
    query = (
        select(Activity)
        .where(Activity.state == OPEN, Activity.starts_at > at)
        .order_by(Activity.starts_at)
        .limit(limit)
    )
    return list(session.scalars(query))


def _note(
    session: Session, verb: str, by: Actor, activity: Activity, at: datetime, why: str = ""
) -> None:
    about = f"activity:{activity.id}"
    audit.note(session, verb, by=by.name, about=about, at=at, why=why)
