"""A transfer is received by the other unit, or comes home to the unit that sent it."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from bot.tickets import lifecycle, trail, transfers
from bot.tickets.records import Ticket
from tests.tickets.cast import STAFF, UNITS, Factory, opened


def _sent_to_the_province(session: Session) -> Ticket:
    to = UNITS.by_id("provincial")
    return transfers.transfer(session, opened(session), to=to, why="需要组织专家", **STAFF)


def test_a_received_transfer_belongs_to_the_new_unit(database: Factory) -> None:
    with database.begin() as session:
        ticket = transfers.receive(session, _sent_to_the_province(session), why="接收", **STAFF)
        assert (ticket.status, ticket.center_id) == (lifecycle.OPENED, "provincial")


@pytest.mark.parametrize(
    ("way_home", "role"), [(transfers.send_back, "handler"), (transfers.take_back, "sender")]
)
def test_a_transfer_that_fails_comes_home(
    database: Factory, way_home: Callable[..., Ticket], role: str
) -> None:
    with database.begin() as session:
        ticket = _sent_to_the_province(session)
        number = way_home(session, ticket, why="材料不全", **{**STAFF, "role": role}).number
    with database() as session:
        ticket = session.query(Ticket).filter_by(number=number).one()
        home = (ticket.center_id, ticket.center_tier, ticket.center_prefecture)
        assert home == ("yueyang-branch", "branch", "岳阳市")
        assert ticket.status == lifecycle.OPENED
        assert trail.verify(session) == []


def test_what_was_received_cannot_be_taken_back(database: Factory) -> None:
    with database.begin() as session:
        ticket = transfers.receive(session, _sent_to_the_province(session), why="接收", **STAFF)
        with pytest.raises(lifecycle.WrongStatus):
            transfers.take_back(session, ticket, why="反悔", **{**STAFF, "role": "sender"})
        assert ticket.center_id == "provincial"


def test_a_second_transfer_comes_back_to_its_own_sender(database: Factory) -> None:
    with database.begin() as session:
        ticket = transfers.receive(session, _sent_to_the_province(session), why="接收", **STAFF)
        to = UNITS.by_id("hengyang-branch")
        transfers.transfer(session, ticket, to=to, why="被举报人在衡阳", **STAFF)
        transfers.send_back(session, ticket, why="不在本市", **STAFF)
        assert ticket.center_id == "provincial"
