"""The clock of a ticket rings before its end, at it, and upwards when nobody listens."""

from datetime import datetime

import pytest

from bot import db
from bot.clock import SHANGHAI
from bot.desk import alarms, tick
from bot.settings import ROOT
from bot.tickets import trail
from tests.desk.cast import Office

RULES = tick.Rules.load(ROOT / "knowledge")


def _round(office: Office, day: str, hour: int = 10) -> dict[str, int]:
    office.now = datetime.fromisoformat(day).replace(hour=hour, tzinfo=SHANGHAI)
    return dict(tick.run(office.factory, RULES, at=office.now, reminders_too=False))


def test_it_rings_once_at_each_level_and_ever_higher(office: Office) -> None:
    # Filed on Tuesday 24 November 2026: due on Tuesday 15 December.
    number = office.files()
    office.does("周强", "accept", number)
    office.does("岳阳主管", "assign", number, staff_id=office.staff["周强"].id)
    assert _round(office, "2026-12-09") == {}
    assert _round(office, "2026-12-10") == {"warned": 1}
    assert _round(office, "2026-12-10", 11) == {}
    assert _round(office, "2026-12-15", 20) == {}
    assert _round(office, "2026-12-16") == {"overdue": 1}
    assert _round(office, "2026-12-17") == {"escalated": 1}
    assert _round(office, "2026-12-30") == {}
    assert office.notices("周强") == ["overdue", "warned", "assign"]
    assert office.notices("岳阳主管") == ["escalated", "overdue"]
    assert office.notices("省主管") == ["escalated"]
    assert office.notices("衡阳主管") == []
    assert office.trail(number)[-3:] == ["warn", "escalate", "escalate"]
    assert [said for said in office.told(number) if "过期" in said] == []
    with office.factory() as session:
        assert trail.verify(session) == []


def test_a_clock_that_stands_still_does_not_ring(office: Office) -> None:
    number = office.files()
    office.does("周强", "ask_supplement", number, why="请补充小票")
    assert _round(office, "2026-12-02") == {}
    assert "late_supplement" in _round(office, "2026-12-04")
    assert _round(office, "2026-12-20") == {}
    # The unit was told once that nothing came; to decline is for people.
    assert office.notices("周强") == ["late_supplement"]
    assert office.ticket(number).status == "awaiting_supplement"


def test_a_transfer_that_nobody_takes_is_brought_up(office: Office) -> None:
    number = office.files()
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    assert _round(office, "2026-11-26", 17) == {}
    assert _round(office, "2026-11-27") == {"late_receive": 1}
    assert office.notices("衡阳主管") == ["late_receive", "transfer"]
    assert office.notices("省主管") == ["late_receive"]


def test_more_time_lets_the_alarm_sleep_again(office: Office) -> None:
    number = office.files()
    _round(office, "2026-12-14")
    office.does("岳阳主管", "extend", number, days=10, why="需要鉴定")
    assert office.ticket(number).alarm is None
    assert _round(office, "2026-12-16") == {}


def test_what_is_over_rings_no_more(office: Office) -> None:
    number = office.files()
    office.does("周强", "decline", number, why="不属于知识产权")
    assert _round(office, "2027-01-20") == {}


def test_a_round_looks_only_at_what_may_ring(office: Office) -> None:
    for key in range(30):
        office.files(f"form-{key}")
    with db.reading(office.factory) as session:
        assert alarms.near(session, at=office.now) == []


@pytest.mark.parametrize("gone", ["周强"])
def test_if_whoever_has_it_is_gone_the_supervisor_is_told(office: Office, gone: str) -> None:
    from bot.staff import service

    number = office.files()
    office.does("周强", "accept", number)
    office.does("岳阳主管", "assign", number, staff_id=office.staff[gone].id)
    with office.factory.begin() as session:
        service.switch(session, service.named(session, gone), on=False, by="t", at=office.now)
    _round(office, "2026-12-10")
    assert office.notices("岳阳主管") == ["warned"]
