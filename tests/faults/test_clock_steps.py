"""Somebody sets the machine's clock while people write: no message is hidden, none out of order."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import db
from bot.conversations import inbox
from bot.conversations.records import Inbound
from bot.tickets import trail
from tests.conftest import Brain
from tests.faults.test_kill import _engine, _ready_to_submit
from tests.people import START, Person

pytestmark = pytest.mark.model


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=-40)])
def test_a_step_of_the_clock_hides_no_message(
    step: timedelta, database_url: str, brain: Brain
) -> None:
    engine = _engine(database_url, brain)
    with engine.factory.begin() as session:
        name = inbox.open_web_session(session, at=START)[0].id
    person = Person(engine, name)
    assert person.says("你好")
    person.now += step
    assert person.says("举报要收费吗")
    person.now -= step
    assert person.says("谢谢")
    with db.reading(engine.factory) as session:
        assert set(session.scalars(select(Inbound.status))) == {"done"}
        assert session.scalar(select(func.count()).select_from(Inbound)) == 3
    engine.factory.kw["bind"].dispose()


def test_a_form_goes_on_over_a_step_back_and_its_trail_holds(
    database_url: str, brain: Brain
) -> None:
    engine = _engine(database_url, brain)
    person = _ready_to_submit(engine)
    person.now -= timedelta(hours=3)
    assert "HN" in person.presses("提交")
    with db.reading(engine.factory) as session:
        assert trail.verify(session) == []
    engine.factory.kw["bind"].dispose()
