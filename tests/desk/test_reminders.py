"""The calendar calls: lists at a period's end, agreements that run out, activities tomorrow."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.conversations import inbox
from bot.conversations.records import Message
from bot.desk import reminders
from bot.plan import activities, agreements, registrations
from bot.plan.activities import NewActivity
from bot.plan.activity_records import Activity
from bot.plan.agreements import Terms
from bot.tickets import funding_lists
from tests.desk.cast import UNITS, Office


def _round(office: Office, day: str) -> dict[str, int]:
    office.now = datetime.fromisoformat(day).replace(hour=2, tzinfo=UTC)
    with office.factory.begin() as session:
        return dict(reminders.remind(session, UNITS, at=office.now))


def _planned(office: Office, capacity: int | None = None) -> int:
    soon = datetime(2026, 12, 5, 1, tzinfo=UTC)
    with office.factory.begin() as session:
        new = NewActivity(
            "yueyang-branch",
            "lecture",
            "大讲堂",
            "岳阳楼区",
            soon,
            soon + timedelta(hours=2),
            capacity=capacity,
        )
        by = office.staff["周强"]
        activity = activities.plan(session, by, new, at=office.now)
        activities.set_state(session, by, activity.id, "open", at=office.now)
        return activity.id


def _joins(office: Office, activity_id: int, phone: str) -> tuple[str, int]:
    with office.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=office.now)
        seat = registrations.register(
            session,
            activity_id,
            name="学员",
            phone=phone,
            at=office.now,
            conversation_id=conversation.id,
        )
        return conversation.id, seat.id


def _heard(office: Office, conversation_id: str) -> list[str]:
    with office.factory() as session:
        query = select(Message.text).where(Message.conversation_id == conversation_id)
        return list(session.scalars(query.order_by(Message.seq)))


def test_before_a_period_ends_units_that_have_not_sent_their_list_are_told_once(
    office: Office,
) -> None:
    assert _round(office, "2026-12-20") == {}
    # 岳阳 and 衡阳 have supervisors here, and the province its own yearly list.
    assert _round(office, "2026-12-21") == {"lists": 3}
    assert _round(office, "2026-12-22") == {}
    assert office.notices("岳阳主管") == ["list:2026Q4"]
    assert office.notices("省主管") == ["list:2026"]
    assert _round(office, "2027-03-25") == {"lists": 2}


def test_who_has_sent_the_list_is_left_alone(office: Office) -> None:
    number = office.files()
    office.does("周强", "accept", number)
    office.does("周强", "nominate", number, aim="small", why="小微企业")
    with office.factory.begin() as session:
        by = office.staff["岳阳主管"]
        found = funding_lists.listed(session, by, UNITS)[0]
        from bot.tickets import funding

        entry = funding.entries(session, found)[0]
        funding_lists.preselect(session, by, entry.id, UNITS, on=True, why="", at=office.now)
        funding_lists.send(session, by, found.id, UNITS, at=office.now)
    assert _round(office, "2026-12-25") == {"lists": 2}
    assert office.notices("岳阳主管") == []


def test_an_agreement_that_runs_out_is_brought_up_once(office: Office) -> None:
    with office.factory.begin() as session:
        by = office.staff["省主管"]
        terms = Terms(
            "framework",
            "合作协议",
            "provincial",
            ("provincial", "yueyang-branch"),
            ends_on=date(2026, 12, 15),
        )
        made = agreements.draft(session, by, terms, at=office.now)
        for state in ("sent", "signed"):
            agreements.set_state(session, by, made.id, state, on=date(2026, 1, 1), at=office.now)
    assert _round(office, "2026-11-14") == {}
    assert _round(office, "2026-11-15") == {"agreements": 1}
    assert _round(office, "2026-11-16") == {}
    assert office.notices("省主管") == [f"agreement:{made.id}"]


def test_the_day_before_all_who_registered_are_reminded_once(office: Office) -> None:
    activity_id = _planned(office)
    conversation_id, _ = _joins(office, activity_id, "13800000001")
    assert _round(office, "2026-12-03") == {}
    assert _round(office, "2026-12-04") == {"activities": 1}
    assert _round(office, "2026-12-04") == {}
    assert "12月5日 09:00" in _heard(office, conversation_id)[-1]


def test_a_cancelled_activity_says_why_to_everybody_who_registered(office: Office) -> None:
    activity_id = _planned(office, capacity=1)
    seated, _ = _joins(office, activity_id, "13800000001")
    waits, _ = _joins(office, activity_id, "13800000002")
    with office.factory.begin() as session:
        by = office.staff["周强"]
        activities.set_state(session, by, activity_id, "cancelled", why="场地停电", at=office.now)
    for conversation_id in (seated, waits):
        assert "场地停电" in _heard(office, conversation_id)[-1]


def test_a_seat_that_becomes_free_is_told_to_who_gets_it(office: Office) -> None:
    activity_id = _planned(office, capacity=1)
    first, seat = _joins(office, activity_id, "13800000001")
    second, _ = _joins(office, activity_id, "13800000002")
    with office.factory.begin() as session:
        registrations.cancel(session, seat, at=office.now)
    assert "已轮到您" in _heard(office, second)[-1]
    assert _heard(office, first) == []
    with office.factory() as session:
        assert session.get_one(Activity, activity_id).capacity == 1
