"""What must not be is refused in words, changes nothing, and is on record under a name."""

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.desk.offers import VERB_NAMES
from bot.tickets.lifecycle import MOVES
from tests.console.cast import Colleague, refusals, text_of
from tests.console.test_cases import opens, ticket, trail

Database = sessionmaker[Session]
FILLED = {
    "why": "想试试",
    "unit": "provincial",
    "staff_id": "1",
    "into": "HN-AAAA-AAAAA",
    "authority": "公安机关",
    "days": "5",
    "opinion": "不侵权",
    "amount": "10",
    "aim": "small",
    "expert": "1",
    "answer": "agreed",
    "experts": ["1"],
    "reached": "1",
    "on": "1",
}


async def test_every_illegal_move_is_refused_recorded_and_changes_nothing(
    database: Database, li: Colleague
) -> None:
    number = opens(database)
    before = trail(database, number)
    illegal = sorted(verb for verb in VERB_NAMES if ("opened", verb) not in MOVES)
    assert len(illegal) >= 10
    for verb in illegal:
        version = ticket(database, number).version
        answer = await li.sends(f"/tickets/{number}/do/{verb}", version=version, **FILLED)
        assert answer.status_code in {400, 403}, verb
        assert "没有改动" in text_of(answer) or "不能" in text_of(answer), verb
    assert trail(database, number) == before
    assert ticket(database, number).status == "opened"
    recorded = [about for _, about, _ in refusals(database)]
    assert recorded == [f"/tickets/{number}/do/{verb}" for verb in illegal]


async def test_a_move_that_is_the_supervisors_is_refused_to_a_handler(
    database: Database, li: Colleague
) -> None:
    number = opens(database)
    await li.sends(f"/tickets/{number}/do/accept", version="1")
    for verb in ("assign", "supervise", "extend", "withdraw"):
        version = ticket(database, number).version
        answer = await li.sends(f"/tickets/{number}/do/{verb}", version=version, **FILLED)
        assert answer.status_code in {400, 403}, verb
    assert [verb for verb, _, _ in trail(database, number)] == ["open", "accept"]


@pytest.mark.parametrize("verb", ["", "drop", "open", "warn", "escalate", "fund", "../accept"])
async def test_a_verb_that_no_page_offers_does_nothing(
    database: Database, li: Colleague, verb: str
) -> None:
    number = opens(database)
    answer = await li.sends(f"/tickets/{number}/do/{verb}", version="1", why="想试试")
    assert 400 <= answer.status_code < 500
    assert [event for event, _, _ in trail(database, number)] == ["open"]


@pytest.mark.parametrize("version", ["0", "2", "99", "-1", "x", ""])
async def test_a_version_that_is_not_the_newest_does_nothing(
    database: Database, li: Colleague, version: str
) -> None:
    number = opens(database)
    fields: dict[str, Any] = {"version": version}
    answer = await li.sends(f"/tickets/{number}/do/accept", **fields)
    assert answer.status_code in {400, 409}
    assert ticket(database, number).status == "opened"
    assert refusals(database)
