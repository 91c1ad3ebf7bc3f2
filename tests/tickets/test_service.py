"""Tickets on both databases: opened once, moved only legally, with a trail that only grows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.errors import NotFound
from bot.identifiers import check_ticket_no
from bot.tickets import lifecycle, numbers, queries, service, trail, transfers
from bot.tickets.records import Ticket, TicketEvent, TrailIsInsertOnly
from bot.tickets.service import NewTicket
from tests.tickets.cast import UNITS

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
Factory = sessionmaker[Session]


def new(**changed: Any) -> NewTicket:
    """李敏's complaint about a shop in 岳阳."""
    facts: dict[str, Any] = {
        "form_instance": "form-1",
        "category": "complaint",
        "kind": "complaint",
        "center_id": "yueyang-branch",
        "center_tier": "branch",
        "center_prefecture": "岳阳市",
        "route_reason": "侵权行为发生在岳阳市",
        "description": "店里卖假酒",
        "phone": "13873112345",
        "channel": "web",
        "conversation_id": "c1",
    }
    return NewTicket(**{**facts, **changed})


def test_one_form_instance_is_one_ticket_however_often_it_is_opened(database: Factory) -> None:
    with database.begin() as session:
        first = service.open(session, new(), at=AT).number
    with database.begin() as session:
        assert service.open(session, new(description="改了"), at=AT).number == first


def test_fifty_parallel_openings_with_one_key_give_one_ticket(database: Factory) -> None:
    def open_one(_: int) -> str:
        with database.begin() as session:
            return service.open(session, new(), at=AT).number

    with ThreadPoolExecutor(10) as pool:
        given = set(pool.map(open_one, range(50)))
    assert len(given) == 1
    with db.reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_numbers_carry_a_check_character_and_say_nothing_of_each_other() -> None:
    made = [numbers.new() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert all(check_ticket_no(number).valid for number in made)
    starts = {number[:7] for number in made}
    assert len(starts) > 1900


@pytest.mark.parametrize("status", sorted(lifecycle.LABELS))
@pytest.mark.parametrize("verb", sorted(lifecycle.VERBS))
def test_a_move_outside_the_table_is_refused(status: str, verb: str) -> None:
    legal = lifecycle.MOVES.get((status, verb))
    if legal is None:
        with pytest.raises(lifecycle.WrongStatus):
            lifecycle.move(status, verb, lifecycle.SUPERVISOR)
        return
    for role in (lifecycle.PERSON, lifecycle.HANDLER, lifecycle.SUPERVISOR, lifecycle.SYSTEM):
        if role in legal.may:
            assert lifecycle.move(status, verb, role) in lifecycle.LABELS
        else:
            with pytest.raises(lifecycle.NotAllowed):
                lifecycle.move(status, verb, role)


def test_a_refused_move_changes_nothing(database: Factory) -> None:
    with database.begin() as session:
        ticket = service.open(session, new(), at=AT)
        service.withdraw(session, ticket, by="person", why="和解了", at=AT)
        with pytest.raises(lifecycle.WrongStatus):
            service.withdraw(session, ticket, by="person", why="再撤一次", at=AT)
        assert [e.verb for e in queries.events_of(session, ticket)] == ["open", "withdraw"]


def test_the_trail_refuses_to_be_changed_or_deleted(database: Factory) -> None:
    with database.begin() as session:
        service.open(session, new(), at=AT)
    with database() as session:
        event = session.scalars(select(TicketEvent)).one()
        event.why = "改写历史"
        with pytest.raises(TrailIsInsertOnly):
            session.flush()
        session.rollback()
        session.delete(session.scalars(select(TicketEvent)).one())
        with pytest.raises(TrailIsInsertOnly):
            session.flush()


def test_tampering_behind_the_orm_is_found(database: Factory) -> None:
    with database.begin() as session:
        ticket = service.open(session, new(), at=AT)
        service.supplement(session, ticket, text="补充照片", evidence=[], by="person", at=AT)
        assert trail.verify(session) == []
    with database.begin() as session:
        session.execute(text("UPDATE ticket_events SET why='别的' WHERE seq=1"))
    with database.begin() as session:
        assert [broken.seq for broken in trail.verify(session)] == [1]
        session.execute(text("DELETE FROM ticket_events WHERE seq=1"))
        assert trail.verify(session) != []


def test_absent_and_foreign_tickets_get_the_same_answer(database: Factory) -> None:
    with database.begin() as session:
        number = service.open(session, new(), at=AT).number
        absent = numbers.new()
        said = []
        for asked, last4 in ((number, "0000"), (absent, "2345"), (number, None)):
            with pytest.raises(NotFound) as refused:
                queries.look_up(session, asked, phone_last4=last4, conversation_id="stranger")
            said.append(str(refused.value))
        assert len(set(said)) == 1
        assert queries.look_up(session, number.lower(), phone_last4="2345").number == number
        assert queries.look_up(session, number, conversation_id="c1").number == number


def test_a_transfer_keeps_where_it_came_from(database: Factory) -> None:
    with database.begin() as session:
        ticket = service.open(session, new(), at=AT)
        to = UNITS.by_id("provincial")
        transfers.transfer(
            session, ticket, to=to, by="周强", role="handler", why="需要省中心组织专家", at=AT
        )
        assert ticket.center_id == "provincial"
        assert queries.events_of(session, ticket)[-1].detail["from_center"] == "yueyang-branch"


def test_the_ticket_object_is_the_contracts(database: Factory) -> None:
    with database.begin() as session:
        shown = queries.as_json(session, service.open(session, new(), at=AT))
    assert set(shown) == set(
        "number category kind status center_id center_tier center_prefecture cooperating "
        "route_reason ip_type right_no applicant_name applicant_org role phone email "
        "anonymous applicant_region infringement_region respondent platform description "
        "evidence wants channel conversation_id opened_at due_at events".split()
    )
    assert set(shown["events"][0]) == {"at", "verb", "by", "why"}
    assert set(shown["applicant_region"]) == {"prefecture", "county", "outside"}
