"""Invented experts, funding lists, activities, agreements: something for every task of the plan."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.demo.talks import Staff
from bot.errors import HotlineError
from bot.plan import activities, agreements, registrations
from bot.plan.activities import NewActivity
from bot.plan.agreements import Terms
from bot.staff.actor import Actor
from bot.tickets import experts, funding, funding_lists
from bot.tickets.funding_records import FundingList

_EXPERTS = (
    ("示例专家甲", "虚构大学法学院", "发明专利、实用新型"),
    ("示例专家乙", "样板机械研究所", "机械结构"),
    ("示例专家丙", "假想知识产权服务机构", "外观设计、商标"),
    ("示例专家丁", "虚构大学化工学院", "化学、医药"),
)
_ACTIVITIES = (
    ("lecture", "yueyang-branch", "走进园区：维权大讲堂", "岳阳（示例）园区", -20),
    ("competition", "changsha-municipal", "大学生知识产权知识竞赛", "虚构大学", -12),
    ("fair", "hengyang-branch", "展会现场服务站", "衡阳（示例）会展中心", 6),
    ("training", "provincial", "全省承办人培训班", "长沙（示例）会议中心", 13),
    ("volunteer", "xiangxi-branch", "维权援助志愿者团队招募", "湘西（示例）学院", 20),
)


def enrol_experts(session: Session, staff: Staff, at: datetime) -> None:
    """The list of experts."""
    for name, org, fields in _EXPERTS:
        experts.enrol(
            session, staff["provincial", "supervisor"], name, org=org, fields=fields, at=at
        )


def seed(
    session: Session, chance: random.Random, staff: Staff, directory: Directory, now: datetime
) -> None:
    """Activities with registrations, agreements with a project, funding lists half done."""
    for kind, unit, title, place, days in _ACTIVITIES:
        _activity(
            session,
            chance,
            staff,
            NewActivity(
                unit=unit,
                kind=kind,
                title=title,
                place=place,
                starts_at=now + timedelta(days=days),
                ends_at=now + timedelta(days=days, hours=3),
                about="（演示数据）",
                capacity=60,
            ),
            now,
        )
    _agreements(session, staff, directory, now)
    _lists(session, staff, directory, now)


def _activity(
    session: Session, chance: random.Random, staff: Staff, new: NewActivity, now: datetime
) -> None:
    by, before = staff[new.unit, "supervisor"], min(now, new.starts_at) - timedelta(days=10)
    made = activities.plan(session, by, new, at=before)
    activities.set_state(session, by, made.id, "open", at=before)
    people = [
        registrations.register(
            session, made.id, name=f"示例·{n}", phone=f"1390000{n:04d}", at=before
        )
        for n in range(chance.randint(5, 30))
    ]
    if new.starts_at < now:
        for one in people:
            came = chance.random() < 0.8
            registrations.mark_attendance(session, by, one.id, came=came, at=now)
        activities.set_state(session, by, made.id, "held", at=now)
        activities.propose(session, by, made.id, why="参加的人多，现场解答二十余件。", at=now)


def _agreements(session: Session, staff: Staff, directory: Directory, now: datetime) -> None:
    top, today = staff["provincial", "supervisor"], now.date()
    parties = tuple(one.id for one in directory.centers if not one.only_for)
    terms = Terms(
        kind="framework",
        title="共同推进知识产权维权援助工作的协议（演示）",
        unit="provincial",
        parties=parties,
        about="三方共同推进，信息互通、案件协作。",
        starts_on=date(today.year, 1, 1),
        ends_on=today + timedelta(days=40),
    )
    frame = agreements.draft(session, top, terms, at=now)
    for state in ("sent", "signed", "running"):
        agreements.set_state(session, top, frame.id, state, on=today, at=now)
    project = Terms(
        kind="project",
        title="12330 热线宣传项目（演示）",
        unit="provincial",
        parties=("provincial", "yueyang-branch"),
        under_id=frame.id,
        starts_on=today,
        ends_on=today + timedelta(days=200),
        amount="30000",
    )
    made = agreements.draft(session, top, project, at=now)
    agreements.set_state(session, top, made.id, "sent", on=today, at=now)


def _lists(session: Session, staff: Staff, directory: Directory, now: datetime) -> None:
    """Some lists are preselected and sent, one is selected from; a refusal leaves it as it is."""
    for number, found in enumerate(session.scalars(select(FundingList)).all()):
        by = staff.get((found.unit, "supervisor"), staff["provincial", "supervisor"])
        try:
            with session.begin_nested():
                _preselect(session, by, found, directory, now)
                if number % 2 == 0:
                    funding_lists.send(session, by, found.id, directory, at=now)
        except HotlineError:
            continue


def _preselect(
    session: Session, by: Actor, found: FundingList, directory: Directory, now: datetime
) -> None:
    for number, entry in enumerate(funding.entries(session, found)):
        on = number % 4 != 3
        why = "" if on else "材料还不齐，下期再报。"
        funding_lists.preselect(session, by, entry.id, directory, on=on, why=why, at=now)
