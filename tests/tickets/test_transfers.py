"""A transfer is received by the other unit, or comes home to the unit that sent it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.tickets import lifecycle, service, trail, transfers
from bot.tickets.records import Ticket
from tests.tickets.cast import STAFF, Factory, opened


def _sent_to_the_province(session: Session) -> Ticket:
    to: dict[str, Any] = {"to": "provincial", "to_tier": "provincial", "to_prefecture": None}
    return service.transfer(session, opened(session), why="需要组织专家", **to, **STAFF)


def test_a_received_transfer_belongs_to_the_new_unit(database: Factory) -> None:
    with database.begin() as session:
        ticket = transfers.receive(session, _sent_to_the_province(session), why="接收", **STAFF)
        assert (ticket.status, ticket.center_id) == (lifecycle.OPENED, "provincial")


@pytest.mark.parametrize("way_home", [transfers.send_back, transfers.take_back])
def test_a_transfer_that_fails_comes_home(
    database: Factory, way_home: Callable[..., Ticket]
) -> None:
    with database.begin() as session:
        number = way_home(session, _sent_to_the_province(session), why="材料不全", **STAFF).number
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
            transfers.take_back(session, ticket, why="反悔", **STAFF)
        assert ticket.center_id == "provincial"


def test_a_second_transfer_comes_back_to_its_own_sender(database: Factory) -> None:
    with database.begin() as session:
        ticket = transfers.receive(session, _sent_to_the_province(session), why="接收", **STAFF)
        to: dict[str, Any] = {"to": "hengyang", "to_tier": "branch", "to_prefecture": "衡阳市"}
        service.transfer(session, ticket, why="被举报人在衡阳", **to, **STAFF)
        transfers.send_back(session, ticket, why="不在本市", **STAFF)
        assert ticket.center_id == "provincial"
