"""One table: every address of the console, tried by every role, at the unit and elsewhere."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.console.app import DOORS
from bot.console.doors import Door
from bot.db import Base
from bot.staff.permissions import PROVINCE, ROLES, TABLE
from tests.console.cast import Colleague, hire
from tests.console.house import Things, furnish

Database = sessionmaker[Session]
YUEYANG, CHANGSHA = "yueyang-branch", "changsha-municipal"
# What a visit leaves behind even when it is refused.
_TRACES = {"audit_events", "staff_sessions", "staff"}
# Addresses whose things belong to nobody in particular, or to whoever asks.
_OWN = ("/account", "/notices", "/sign-out", "/tickets/filters", "/live")


def snapshot(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but the traces of visits."""
    with db.reading(database) as session:
        return {
            table.name: [tuple(map(str, row)) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name not in _TRACES
        }


def own(door: Door) -> bool:
    return door.path == "/" or door.path.startswith(_OWN)


async def tries(who: Colleague, door: Door, things: Things) -> httpx.Response:
    path = things.fill(door.path)
    if door.method == "GET":
        return await who.opens(path)
    return await who.sends(path, **things.form(door))


def allowed(role: str, door: Door) -> bool:
    """Whether a role at a unit other than the province's opens a door."""
    fits = not door.needs or any(need in TABLE[role] for need in door.needs)
    return fits and door.at is None


DOORS_TRIED = [door for door in DOORS if door.path not in {"/live", "/sign-out"}]


@pytest.mark.parametrize("role", ROLES)
async def test_a_colleague_of_another_unit_sees_and_changes_nothing(
    database: Database, client: httpx.AsyncClient, role: str
) -> None:
    things = furnish(database, YUEYANG)
    stranger = hire(database, client, "长沙同事", (CHANGSHA, role))
    before = snapshot(database)
    for door in DOORS_TRIED:
        if own(door):
            continue
        answer = await tries(stranger, door, things)
        assert answer.status_code < 500, (door, answer.text)
        if not allowed(role, door):
            assert answer.status_code == 403, door
        elif "{" in door.path:
            assert answer.status_code in things.absent(door), (door, answer.status_code)
        for secret in things.secrets:
            assert secret not in answer.text, (door, secret)
    assert changed(before, snapshot(database)) == set()


@pytest.mark.parametrize("role", ROLES)
async def test_a_colleague_of_the_unit_opens_what_the_role_allows_and_no_more(
    database: Database, client: httpx.AsyncClient, role: str
) -> None:
    things = furnish(database, YUEYANG)
    colleague = hire(database, client, "岳阳同事", (YUEYANG, role))
    for door in DOORS_TRIED:
        answer = await tries(colleague, door, things)
        assert answer.status_code < 500, (door, answer.text)
        if not allowed(role, door):
            assert answer.status_code == 403, door
        elif door.method == "GET":
            assert answer.status_code in {200, 303, 404}, (door, answer.status_code)


@pytest.mark.parametrize("role", ["auditor", "admin"])
async def test_who_runs_the_house_reads_no_case(
    database: Database, client: httpx.AsyncClient, role: str
) -> None:
    things = furnish(database, YUEYANG)
    colleague = hire(database, client, "省里同事", (PROVINCE, role))
    for door in DOORS_TRIED:
        answer = await tries(colleague, door, things)
        assert answer.status_code < 500, door
        for secret in things.secrets:
            assert secret not in answer.text, (door, secret)


async def test_nobody_signed_in_opens_anything(
    database: Database, client: httpx.AsyncClient
) -> None:
    things = furnish(database, YUEYANG)
    before = snapshot(database)
    nobody = Colleague(client, "没人", "guessed-token", "guessed-csrf")
    for door in DOORS:
        answer = await tries(nobody, door, things)
        assert answer.status_code == (303 if door.method == "GET" else 401), door
    assert changed(before, snapshot(database)) == set()


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before if before[name] != after[name]}


def test_the_clock_of_the_tests_stands_in_office_hours() -> None:
    assert clock.local(clock.now()).hour == 10
