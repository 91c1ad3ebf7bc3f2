"""The house itself: accounts within reach, notices of one's own, the trail for auditors."""

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from tests.console.cast import Colleague, account_of, hire, text_of
from tests.console.test_cases import moves, opens

Database = sessionmaker[Session]
NEW = {"unit": "yueyang-branch", "role": "handler", "password": "a new password 9"}


@pytest.fixture
def root(database: Database, client: httpx.AsyncClient) -> Colleague:
    """The province's administrator."""
    return hire(database, client, "总管", ("provincial", "admin"))


async def test_an_administrator_makes_an_account_and_gives_roles(
    database: Database, root: Colleague
) -> None:
    assert (await root.sends("/staff", name="新同事", **NEW)).status_code == 303
    made = account_of(database, "新同事")
    await root.sends(f"/staff/{made.id}/grant", unit="yueyang-branch", role="supervisor")
    await root.sends(f"/staff/{made.id}/revoke", unit="yueyang-branch", role="handler")
    roles = [(one.unit, one.role) for one in account_of(database, "新同事").grants]
    assert roles == [("yueyang-branch", "supervisor")]
    await root.sends(f"/staff/{made.id}/switch", on="0")
    assert not account_of(database, "新同事").active
    shown = text_of(await root.opens(f"/staff/{made.id}"))
    assert "停用账号" in shown
    again = await root.sends("/staff", name="新同事", **NEW)
    assert again.status_code == 400


async def test_nobody_changes_their_own_roles(database: Database, root: Colleague) -> None:
    own = account_of(database, "总管")
    grant = await root.sends(f"/staff/{own.id}/grant", unit="provincial", role="supervisor")
    assert grant.status_code == 400
    assert len(account_of(database, "总管").grants) == 1


async def test_a_units_administrator_reaches_no_account_beyond_the_unit(
    database: Database, client: httpx.AsyncClient, wang: Colleague, li: Colleague
) -> None:
    local = hire(database, client, "岳管", ("yueyang-branch", "admin"))
    both = hire(
        database, client, "两处", ("yueyang-branch", "handler"), ("provincial", "supervisor")
    )
    for other in (wang, both):
        number = account_of(database, other.name).id
        for verb in ("password", "totp", "switch", "grant", "revoke"):
            answer = await local.sends(f"/staff/{number}/{verb}", **NEW)
            assert answer.status_code == 404, verb
    number = account_of(database, li.name).id
    beyond = await local.sends(f"/staff/{number}/grant", unit="provincial", role="supervisor")
    assert beyond.status_code == 403
    assert (await local.sends(f"/staff/{number}/password", **NEW)).status_code == 303
    assert (await li.opens("/account")).status_code == 303


async def test_notices_are_ones_own_and_can_be_read(
    database: Database, client: httpx.AsyncClient, li: Colleague, wang: Colleague
) -> None:
    number = opens(database)
    await moves(wang, database, number, "supervise", why="请一周内报进展")
    page = await li.opens("/notices")
    chief = hire(database, client, "岳主管", ("yueyang-branch", "supervisor"))
    await moves(wang, database, number, "remind", why="再催一次")
    told = await chief.opens("/notices")
    assert number in told.text
    assert "新" in text_of(told)
    await chief.sends("/notices/read")
    assert "已读" not in text_of(await chief.opens("/notices")).replace("全部标为已读", "")
    assert page.status_code == 200


async def test_an_auditor_sees_refusals_and_a_broken_chain(
    database: Database, client: httpx.AsyncClient, li: Colleague
) -> None:
    auditor = hire(database, client, "审计", ("provincial", "auditor"))
    await li.opens("/audit")
    shown = text_of(await auditor.opens("/audit?act=console.refused&check=1"))
    assert "角色不允许" in shown
    assert "记录链都完整" in shown
    with database.begin() as session:
        session.execute(text("UPDATE audit_events SET why = '改过' WHERE seq = 1"))
    assert "对不上" in (await auditor.opens("/audit?check=1")).text
