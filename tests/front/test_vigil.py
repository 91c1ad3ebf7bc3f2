"""Who is not answered in time is told so, once, with a number; and answered later."""

import pytest
from sqlalchemy import select

from bot import db
from bot.conversations import claims, inbox, receipts, transcript
from bot.conversations.inbox import Arrived
from bot.conversations.records import STAFF, Conversation, Inbound
from bot.front.vigil import Vigil
from tests.people import START
from tests.tickets.cast import Factory


def _writes(database: Factory, *texts: str, name: str | None = None) -> str:
    with database.begin() as session:
        if name is None:
            name = inbox.open_web_session(session, at=START)[0].id
        for text in texts:
            inbox.accept(session, name, Arrived("web", f"{name}{text}", text), at=START)
    return name


def _heard(database: Factory, name: str) -> list[str]:
    with db.reading(database) as session:
        shown = transcript.after(session, name, 0)
    return [line["text"] for line in shown if line["sender"] == "system"]


def test_nobody_is_told_anything_before_the_time(database: Factory) -> None:
    name = _writes(database, "在吗")
    assert Vigil(database, patience=60).look() == 0
    assert _heard(database, name) == []


def test_who_waits_too_long_gets_phone_and_number_once(database: Factory) -> None:
    name = _writes(database, "在吗", "有人吗")
    vigil = Vigil(database, patience=0)
    assert vigil.look() == 1
    _writes(database, "喂", name=name)
    assert vigil.look() == 0
    (told,) = _heard(database, name)
    assert "12345" in told
    with db.reading(database) as session:
        first = session.scalars(select(Inbound).order_by(Inbound.id)).first()
        assert first is not None
        assert first.receipt is not None
        assert first.receipt in told
        found = receipts.find(session, first.receipt.lower())
        assert found is not None
        assert found.id == first.id


def test_what_was_told_to_wait_is_still_answered_in_order(database: Factory) -> None:
    name = _writes(database, "在吗", "有人吗")
    Vigil(database, patience=0).look()
    with database.begin() as session:
        for expected in (1, 2):
            found = claims.next_waiting(session)
            assert found is not None
            conversation, message = found
            assert (conversation.id, message.seq) == (name, expected)
            message.status = "done"
            claims.release(session, conversation, at=START)
        assert claims.next_waiting(session) is None


def test_after_an_outage_the_next_one_is_told_again(database: Factory) -> None:
    name = _writes(database, "在吗")
    vigil = Vigil(database, patience=0)
    vigil.look()
    with database.begin() as session:
        found = claims.next_waiting(session)
        assert found is not None
        found[1].status = "done"
        claims.release(session, found[0], at=START)
    _writes(database, "又来了", name=name)
    assert vigil.look() == 1
    assert len(_heard(database, name)) == 2


def test_who_talks_to_staff_is_not_told_that_nobody_answers(database: Factory) -> None:
    name = _writes(database, "在吗")
    with database.begin() as session:
        session.get_one(Conversation, name).owner = STAFF
    assert Vigil(database, patience=0).look() == 0


@pytest.mark.postgres
def test_who_is_being_answered_just_now_is_not_told_to_wait(postgres_database: Factory) -> None:
    name = _writes(postgres_database, "在吗")
    with postgres_database.begin() as engine:
        assert claims.next_waiting(engine) is not None
        assert Vigil(postgres_database, patience=0).look() == 0
    assert _heard(postgres_database, name) == []
