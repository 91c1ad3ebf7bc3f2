"""Joining an activity in the conversation, up to the last seat."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import db
from bot.plan import activities
from bot.plan.activities import NewActivity
from bot.plan.activity_records import Registration
from tests.colleagues import colleague
from tests.people import START, Person

pytestmark = pytest.mark.model
TITLE = "园区维权大讲堂"


def plans(person: Person, title: str = TITLE, capacity: int = 1) -> None:
    soon = START + timedelta(days=7)
    with person.engine.factory.begin() as session:
        by = colleague(session, f"承办 {title}")
        new = NewActivity(
            "yueyang-branch",
            "lecture",
            title,
            "岳阳楼区",
            soon,
            soon + timedelta(hours=2),
            capacity=capacity,
        )
        activity = activities.plan(session, by, new, at=START)
        activities.set_state(session, by, activity.id, "open", at=START)


def joins(person: Person, choice: str = TITLE, phone: str = "13873112345") -> str:
    person.says("我想报名参加活动")
    said = person.presses("同意")
    assert TITLE in said
    assert "12月1日" in said
    person.presses(choice) if not choice.isdigit() else person.says(choice)
    for answer in ("岳阳", "李敏", phone):
        if person.slots["requested_slot"] == "confirmed":
            break
        person.says(answer)
    return person.presses("提交")


def registered(person: Person) -> list[tuple[str, str]]:
    with db.reading(person.engine.factory) as session:
        query = select(Registration).order_by(Registration.id)
        return [(one.name, one.state) for one in session.scalars(query)]


def test_a_person_chooses_from_what_is_open_and_has_a_seat(person: Person) -> None:
    plans(person)
    said = joins(person)
    assert "已替您报上名" in said
    assert registered(person) == [("李敏", "registered")]
    assert person.tickets[0]["category"] == "activity"
    assert TITLE in person.tickets[0]["description"]


def test_the_number_of_the_list_will_do(person: Person) -> None:
    plans(person)
    assert "已替您报上名" in joins(person, "1")


def test_when_all_seats_are_taken_the_next_one_waits(new_person: Callable[[], Person]) -> None:
    first, second = new_person(), new_person()
    plans(first)
    joins(first)
    assert "候补" in joins(second, phone="13973112346")
    assert [state for _, state in registered(first)] == ["registered", "waiting"]


def test_with_nothing_open_the_wish_is_noted_as_before(person: Person) -> None:
    person.says("我想报名参加知识产权培训")
    said = person.presses("同意")
    assert "近期可以报名" not in said
    assert registered(person) == []


def test_who_has_another_wish_is_asked_for_it(person: Person) -> None:
    plans(person)
    person.says("报名活动")
    person.presses("同意")
    said = person.presses("都不是")
    assert "什么活动" in said
