"""Whoever changes the past, even behind the program's back, is found."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import make_transient

from bot.tickets import service, trail
from bot.tickets.records import TicketEvent, TrailIsInsertOnly
from tests.tickets.cast import AT, Factory, opened


def _three_events(database: Factory) -> str:
    with database.begin() as session:
        ticket = opened(session)
        service.supplement(session, ticket, text="照片", evidence=[], by="person", at=AT)
        service.withdraw(session, ticket, by="person", why="和解", at=AT)
        return ticket.number


def _found_after(database: Factory, *statements: str) -> list[trail.Broken]:
    with database.begin() as session:
        for statement in statements:
            session.execute(text(statement))
    with database() as session:
        return trail.verify(session)


def test_an_honest_trail_is_whole(database: Factory) -> None:
    _three_events(database)
    with database() as session:
        assert trail.verify(session) == []


@pytest.mark.parametrize(
    "change",
    ["why='别的'", "\"by\"='别人'", "verb='close'", "detail='{}'", "at='2020-01-01 00:00:00+00'"],
)
def test_every_part_of_an_event_is_sealed(database: Factory, change: str) -> None:
    number = _three_events(database)
    found = _found_after(database, f"UPDATE ticket_events SET {change} WHERE seq=2")
    assert (number, 2) in {(broken.number, broken.seq) for broken in found}


def test_an_event_rewritten_with_a_fresh_seal_is_betrayed_by_the_next(database: Factory) -> None:
    _three_events(database)
    with database() as session:
        event = session.scalars(select(TicketEvent).filter_by(seq=2)).one()
        make_transient(event)
        event.why = "别的"
        seal = trail.digest(event)
    forgery = f"UPDATE ticket_events SET why='别的', hash='{seal}' WHERE seq=2"
    assert [broken.seq for broken in _found_after(database, forgery)] == [3]


def test_an_event_taken_out_of_the_middle_is_missed(database: Factory) -> None:
    _three_events(database)
    found = _found_after(database, "DELETE FROM ticket_events WHERE seq=2")
    assert [broken.why for broken in found] == ["an event before it is missing"]


def test_a_last_event_taken_off_is_missed_because_the_ticket_stands_elsewhere(
    database: Factory,
) -> None:
    _three_events(database)
    found = _found_after(database, "DELETE FROM ticket_events WHERE seq=3")
    assert [broken.why for broken in found] == ["the ticket is not as its last event left it"]


def test_a_trail_that_is_gone_altogether_is_missed(database: Factory) -> None:
    number = _three_events(database)
    found = _found_after(database, "DELETE FROM ticket_events")
    assert found == [trail.Broken(number, 1, "its trail is gone")]


def test_a_status_changed_without_an_event_is_found(database: Factory) -> None:
    number = _three_events(database)
    found = _found_after(database, "UPDATE tickets SET status='closed'")
    assert [(broken.number, broken.seq) for broken in found] == [(number, 4)]


def test_one_tampered_ticket_does_not_accuse_the_others(database: Factory) -> None:
    _three_events(database)
    with database.begin() as session:
        other = opened(session, "form-2")
        for _ in range(3):
            service.supplement(session, other, text="照片", evidence=[], by="person", at=AT)
        number, ticket_id = other.number, other.id
    tampering = f"UPDATE ticket_events SET why='x' WHERE seq=2 AND ticket_id={ticket_id}"
    assert {broken.number for broken in _found_after(database, tampering)} == {number}


def test_many_events_cannot_be_rewritten_at_once_either(database: Factory) -> None:
    _three_events(database)
    with database() as session:
        for statement in (update(TicketEvent).values(why="别的"), delete(TicketEvent)):
            with pytest.raises(TrailIsInsertOnly):
                session.execute(statement)
        assert trail.verify(session) == []
