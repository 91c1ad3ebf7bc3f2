"""Tickets in the console: found, opened, moved, with nobody else's in sight."""

import io
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock, db
from bot.staff.filter_records import SavedFilter
from bot.tickets import queries, service
from bot.tickets.records import Ticket
from tests.console.cast import Colleague, hire, refusals, text_of
from tests.console.talks import row_of, talk
from tests.tickets.cast import complaint

Database = sessionmaker[Session]
SCRIPT = "<script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def opens(database: Database, key: str = "f1", **changed: Any) -> str:
    """A ticket of 岳阳, just opened; its number."""
    with database.begin() as session:
        return service.open(session, complaint(key, **changed), at=clock.now()).number


def ticket(database: Database, number: str) -> Ticket:
    with db.reading(database) as session:
        return session.scalars(select(Ticket).where(Ticket.number == number)).one()


def trail(database: Database, number: str) -> list[tuple[str, str, str]]:
    """Verb, by whom, why."""
    with db.reading(database) as session:
        found = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        return [(e.verb, e.by, e.why) for e in queries.events_of(session, found)]


async def moves(who: Colleague, database: Database, number: str, verb: str, **fields: Any) -> Any:
    version = ticket(database, number).version
    return await who.sends(f"/tickets/{number}/do/{verb}", version=version, **fields)


async def test_a_unit_sees_its_own_tickets_and_the_province_all(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    own = opens(database)
    other = opens(database, "f2", center_id="changsha-municipal", center_tier="municipal")
    mine, every = await li.opens("/tickets?tab=live"), await wang.opens("/tickets?tab=live")
    assert own in mine.text
    assert other not in mine.text
    assert own in every.text
    assert other in every.text


async def test_another_units_ticket_is_as_absent_as_none(database: Database, li: Colleague) -> None:
    other = opens(database, center_id="changsha-municipal", center_tier="municipal")
    before = trail(database, other)
    for number in (other, "HN-AAAA-AAAAA", "1"):
        assert (await li.opens(f"/tickets/{number}")).status_code == 404
        assert (await li.sends(f"/tickets/{number}/reveal", why="看看")).status_code == 404
        answer = await li.sends(f"/tickets/{number}/do/accept", version="1")
        assert answer.status_code == 404
    assert trail(database, other) == before
    assert ("李岳", f"/tickets/{other}/do/accept", "NotFound") in refusals(database)


@pytest.mark.parametrize("words", ["假酒", "卖 假酒", "好再来", "13873112345", "李敏"])
async def test_tickets_are_found_by_their_words(
    database: Database, li: Colleague, words: str
) -> None:
    number = opens(database, respondent="好再来烟酒行", applicant_name="李敏")
    opens(database, "f2", description="别的事", phone="13900000000")
    page = await li.opens(f"/tickets?tab=all&q={words}")
    assert number in page.text
    assert "别的事" not in page.text


async def test_who_is_sealed_cannot_be_found_out_by_searching(
    database: Database, li: Colleague
) -> None:
    number = opens(database, kind="tip", applicant_name="李敏")
    for words in ("李敏", "13873112345"):
        assert number not in (await li.opens(f"/tickets?tab=all&q={words}")).text


async def test_the_page_tells_the_clock_the_route_and_the_trail(
    database: Database, li: Colleague
) -> None:
    number = opens(database)
    shown = text_of(await li.opens(f"/tickets/{number}"))
    for words in ("侵权行为发生在岳阳市", "个工作日", "还有", "登记", "受理", "13873112345"):
        assert words in shown, words


async def test_a_ticket_is_moved_from_its_page(database: Database, li: Colleague) -> None:
    number = opens(database)
    answer = await moves(li, database, number, "accept")
    assert answer.status_code == 303
    assert ticket(database, number).status == "accepted"
    page = await li.opens(f"/tickets/{number}?did=accept")
    assert "已受理。" in page.text
    refused = await moves(li, database, number, "accept")
    assert refused.status_code == 400
    assert "不能这样操作" in refused.text
    empty = await moves(li, database, number, "transfer", unit="provincial", why=" ")
    assert empty.status_code == 400


async def test_of_two_who_saw_the_same_the_second_is_told_and_changes_nothing(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    number = opens(database)
    await li.sends(f"/tickets/{number}/do/accept", version="1")
    late = await li.sends(f"/tickets/{number}/do/decline", version="1", why="不属于知识产权的事")
    assert late.status_code == 409
    assert "不属于知识产权的事" in late.text
    assert ticket(database, number).status == "accepted"
    assert refusals(database)[-1][2] == "Stale"
    without = await li.sends(f"/tickets/{number}/do/decline", why="没有版本号的旧页面")
    assert without.status_code == 400


async def test_a_sealed_identity_is_shown_for_a_reason_that_stays(
    database: Database, li: Colleague
) -> None:
    number = opens(database, kind="tip", applicant_name="李敏", description="我电话13873112345")
    page = await li.opens(f"/tickets/{number}")
    assert "13873112345" not in page.text
    assert "李敏" not in page.text
    assert (await li.sends(f"/tickets/{number}/reveal", why="")).status_code == 400
    shown = await li.sends(f"/tickets/{number}/reveal", why="需要回电核实地址")
    assert "李敏" in shown.text
    assert "13873112345" in shown.text
    again = await li.opens(f"/tickets/{number}")
    assert "李敏" not in again.text
    assert "需要回电核实地址" in again.text
    assert trail(database, number)[-1] == ("reveal", "李岳", "需要回电核实地址")


async def test_a_supervisor_assigns_many_at_once_or_none(
    database: Database, client: httpx.AsyncClient, li: Colleague
) -> None:
    chief = hire(database, client, "岳主管", ("yueyang-branch", "supervisor"))
    first, second = opens(database), opens(database, "f2")
    page = await chief.opens("/tickets?tab=live")
    assert "把勾选的分派给" in page.text
    who = page.text.split(">李岳</option>")[0].rsplit('value="', 1)[1].split('"')[0]
    form = {"number": [first, second], "staff_id": who, f"version-{first}": "1"}
    assert (await chief.sends("/tickets/assign", **form)).status_code == 303
    assert {ticket(database, n).assignee_name for n in (first, second)} == {"李岳"}
    third = opens(database, "f3")
    with database.begin() as session:
        session.get_one(Ticket, ticket(database, first).id).status = "closed"
    some = await chief.sends("/tickets/assign", number=[third, first], staff_id=who)
    assert some.status_code == 400
    assert ticket(database, third).assignee_name is None
    assert (await li.sends("/tickets/assign", number=[third], staff_id=who)).status_code == 403


async def test_filters_are_saved_under_a_name_and_are_ones_own(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    saved = await li.sends("/tickets/filters", name="岳阳商标", query="tab=late&ip_type=trademark")
    assert saved.status_code == 303
    assert "岳阳商标" in (await li.opens("/tickets")).text
    assert "岳阳商标" not in (await wang.opens("/tickets")).text
    row = row_of(database, SavedFilter)
    await wang.sends("/tickets/filters/drop", id=row.id)
    assert "岳阳商标" in (await li.opens("/tickets")).text
    await li.sends("/tickets/filters/drop", id=row.id)
    assert "岳阳商标" not in (await li.opens("/tickets")).text


async def test_the_list_is_taken_away_without_who_the_persons_are(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    number = opens(database, applicant_name="李敏")
    answer = await wang.opens("/tickets/export/xlsx?tab=live")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert number in cells
    assert "李敏" not in cells
    csv = await wang.opens("/tickets/export/csv?tab=live")
    assert number in csv.content.decode("utf-8-sig")
    assert "13873112345" not in csv.text
    assert (await li.opens("/tickets/export/csv")).status_code == 403


async def test_script_in_every_field_is_shown_and_never_run(
    database: Database, li: Colleague
) -> None:
    names = ("description", "applicant_name", "applicant_org", "respondent", "right_no", "email")
    number = opens(database, platform=SCRIPT, route_reason=SCRIPT, **dict.fromkeys(names, SCRIPT))
    await moves(li, database, number, "accept", why=SCRIPT)
    await moves(li, database, number, "note", why=SCRIPT)
    await moves(li, database, number, "begin", why=SCRIPT)
    await moves(li, database, number, "decide", why=SCRIPT)
    for path in (f"/tickets/{number}", f"/tickets?tab=all&q={SCRIPT}&unit={SCRIPT}"):
        page = await li.opens(path)
        assert page.status_code == 200
        assert SCRIPT not in page.text
        assert "&lt;script&gt;" in page.text


async def test_what_was_noted_wrongly_is_corrected(database: Database, li: Colleague) -> None:
    number = opens(database, ip_type="patent")
    form = {"ip_type": "trademark", "respondent": "好再来", "kind": "complaint"}
    assert (await moves(li, database, number, "correct", why="听错了", **form)).status_code == 303
    found = ticket(database, number)
    assert (found.ip_type, found.respondent) == ("trademark", "好再来")
    nothing = await moves(li, database, number, "correct", why="再改", **form)
    assert nothing.status_code == 400


async def test_evidence_is_given_back_as_an_attachment_to_those_who_see_the_ticket(
    database: Database, li: Colleague, client: httpx.AsyncClient, tmp_path: Path
) -> None:
    from bot.conversations import files

    sha256, _ = files.put(tmp_path / "files", PNG)
    number = opens(database, evidence=[{"name": "照片.png", "sha256": sha256}])
    fetched = await li.opens(f"/tickets/{number}/files/{sha256}")
    assert fetched.content == PNG
    assert fetched.headers["content-disposition"].startswith("attachment")
    assert (await li.opens(f"/tickets/{number}/files/{'0' * 64}")).status_code == 404
    elsewhere = hire(database, client, "长沙人", ("changsha-municipal", "handler"))
    assert (await elsewhere.opens(f"/tickets/{number}/files/{sha256}")).status_code == 404


async def test_a_talk_of_a_sealed_person_is_masked_too(database: Database, li: Colleague) -> None:
    talk_id = talk(database, "我电话13873112345")
    opens(database, kind="tip", conversation_id=talk_id)
    assert "13873112345" not in (await li.opens(f"/talks/{talk_id}")).text
