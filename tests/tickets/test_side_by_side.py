"""Two colleagues, two processes, one ticket: the later one meets what the earlier one left."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from bot.tickets import decisions, lifecycle, numbers, queries, service, trail
from bot.tickets.records import Ticket
from tests.tickets.cast import AT, STAFF, Factory, complaint, opened


def test_of_two_colleagues_who_decide_at_once_one_is_refused(database: Factory) -> None:
    with database.begin() as session:
        number = opened(session).number
    together = Barrier(2)

    def decide(verb: str) -> str:
        together.wait(timeout=5)
        try:
            with database.begin() as session:
                ticket = session.scalars(select(Ticket).filter_by(number=number)).one()
                service.act(session, ticket, verb, why="决定", **STAFF)
            return "done"
        except lifecycle.WrongStatus:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(decide, ["decline", "refer"]))
    assert outcomes == ["done", "refused"]
    with database() as session:
        assert trail.verify(session) == []


def test_a_ticket_read_before_a_colleague_moved_it_is_read_again(database: Factory) -> None:
    with database.begin() as session:
        opened(session)
    with database() as slow:
        ticket = slow.scalars(select(Ticket)).one()
        slow.rollback()
        with database.begin() as quick:
            found = quick.scalars(select(Ticket)).one()
            service.withdraw(quick, found, by="person", why="和解", at=AT)
        with pytest.raises(lifecycle.WrongStatus, match="已撤回"):
            decisions.accept(slow, ticket, why="受理", **STAFF)


def test_twenty_supplements_at_once_all_stay(database: Factory) -> None:
    with database.begin() as session:
        ticket_id = opened(session).id

    def add(n: int) -> None:
        with database.begin() as session:
            ticket = session.get_one(Ticket, ticket_id)
            file = {"name": f"{n}.jpg", "sha256": f"{n:064d}"}
            service.supplement(session, ticket, text="", evidence=[file], by="person", at=AT)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(20)))
    with database() as session:
        ticket = session.get_one(Ticket, ticket_id)
        assert {file["name"] for file in ticket.evidence} == {f"{n}.jpg" for n in range(20)}
        assert len(queries.events_of(session, ticket)) == 21
        assert trail.verify(session) == []


def test_a_number_that_is_taken_is_drawn_again(
    database: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as session:
        taken = opened(session).number
        fresh = numbers.new()
        drawn = iter([taken, fresh])
        monkeypatch.setattr(numbers, "unused", lambda _: next(drawn))
        second = service.open(session, complaint("form-2"), at=AT)
        assert second.number == fresh
        assert len(queries.list_tickets(session)) == 2
