"""Activities: planned, joined up to their capacity, held, and selected by the province."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.plan import activities, registrations
from bot.plan.activities import NewActivity
from bot.plan.activity_records import Activity
from bot.staff import audit
from bot.staff.actor import Actor, Forbidden
from tests.colleagues import AT, colleague
from tests.handover.cast import Factory

SOON = AT + timedelta(days=7)


def lecture(**changed: object) -> NewActivity:
    facts: dict[str, object] = {
        "unit": "yueyang-branch",
        "kind": "lecture",
        "title": "园区维权大讲堂",
        "place": "岳阳楼区某园区",
        "starts_at": SOON,
        "ends_at": SOON + timedelta(hours=3),
        "capacity": 2,
    }
    return NewActivity(**{**facts, **changed})  # type: ignore[arg-type]


def opened(session: Session, by: Actor, **changed: object) -> Activity:
    activity = activities.plan(session, by, lecture(**changed), at=AT)
    return activities.set_state(session, by, activity.id, "open", at=AT)


def joins(session: Session, activity: Activity, phone: str) -> registrations.Registration:
    return registrations.register(session, activity.id, name="学员", phone=phone, at=AT)


def test_seats_are_given_in_order_and_a_free_one_goes_to_who_waited_longest(
    database: Factory,
) -> None:
    with database.begin() as session:
        activity = opened(session, colleague(session, "周强"))
        people = [joins(session, activity, f"1380000000{n}") for n in range(4)]
        assert [one.state for one in people] == ["registered"] * 2 + ["waiting"] * 2
        following = registrations.cancel(session, people[0].id, at=AT)
        assert following is people[2]
        assert people[2].state == "registered"
        assert registrations.count(session, activity.id) == 2


def test_joining_twice_is_joining_once(database: Factory) -> None:
    with database.begin() as session:
        activity = opened(session, colleague(session, "周强"))
        first = joins(session, activity, "13800000001")
        assert joins(session, activity, "13800000001") is first


@pytest.mark.parametrize("state", ["planned", "closed", "cancelled"])
def test_what_is_not_open_is_not_joined(database: Factory, state: str) -> None:
    with database.begin() as session:
        zhou = colleague(session, "周强")
        activity = activities.plan(session, zhou, lecture(), at=AT)
        if state != "planned":
            activities.set_state(session, zhou, activity.id, "open", at=AT)
            activities.set_state(session, zhou, activity.id, state, why="场地停电", at=AT)
        with pytest.raises(Refused, match="不接受报名"):
            joins(session, activity, "13800000001")
        assert activities.open_ones(session, at=AT) == []


def test_once_begun_it_is_not_joined_any_more(database: Factory) -> None:
    with database.begin() as session:
        activity = opened(session, colleague(session, "周强"))
        with pytest.raises(Refused):
            registrations.register(session, activity.id, name="x", phone=None, at=SOON)
        assert activities.open_ones(session, at=SOON) == []


def test_who_came_is_noted_after_it_began(database: Factory) -> None:
    with database.begin() as session:
        zhou = colleague(session, "周强")
        one = joins(session, opened(session, zhou), "13800000001")
        with pytest.raises(Refused):
            registrations.mark_attendance(session, zhou, one.id, came=True, at=AT)
        registrations.mark_attendance(session, zhou, one.id, came=True, at=SOON)
        assert one.attended is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "party"},
        {"title": " "},
        {"place": ""},
        {"capacity": 0},
        {"ends_at": SOON - timedelta(hours=1)},
    ],
)
def test_an_activity_that_cannot_be_held_is_not_planned(
    database: Factory, wrong: dict[str, object]
) -> None:
    with database.begin() as session, pytest.raises(Refused):
        activities.plan(session, colleague(session, "周强"), lecture(**wrong), at=AT)


def test_cancelled_it_says_why(database: Factory) -> None:
    with database.begin() as session:
        zhou = colleague(session, "周强")
        activity = opened(session, zhou)
        with pytest.raises(Refused, match="原因"):
            activities.set_state(session, zhou, activity.id, "cancelled", at=AT)


def test_the_province_selects_each_year_among_what_units_propose(database: Factory) -> None:
    with database.begin() as session:
        chief = colleague(session, "岳阳主管", role="supervisor")
        province = colleague(session, "省主管", "provincial", "supervisor")
        activity = opened(session, chief)
        with pytest.raises(Refused, match="没有申报"):
            activities.select_for_support(session, province, activity.id, on=True, why="好", at=AT)
        activities.propose(session, chief, activity.id, why="进园区 12 场", at=AT)
        with pytest.raises(Forbidden):
            activities.select_for_support(session, chief, activity.id, on=True, why="好", at=AT)
        activities.select_for_support(
            session, province, activity.id, on=True, why="覆盖面广", amount="5000", at=AT
        )
        assert (activity.support, activity.support_fen) == ("selected", 500000)
        assert [one.act for one in audit.latest(session, about=f"activity:{activity.id}")] == [
            "activity.select",
            "activity.propose",
            "activity.open",
            "activity.plan",
        ]


def test_another_unit_neither_sees_nor_changes_it(database: Factory) -> None:
    with database.begin() as session:
        activity = opened(session, colleague(session, "周强"))
        stranger = colleague(session, "外人", "hengyang-branch", "supervisor")
        assert activities.listed(session, stranger) == []
        with pytest.raises(NotFound):
            activities.set_state(session, stranger, activity.id, "closed", at=AT)
        with pytest.raises(NotFound):
            registrations.of(session, stranger, activity.id)
        with pytest.raises(Forbidden):
            activities.plan(session, stranger, lecture(), at=AT)
