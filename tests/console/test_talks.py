"""Conversations in the console: seen by whom they concern, one owner of the turn."""

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import settings as settings_module
from bot.console import live
from bot.console.shared import load
from bot.conversations.handoff_records import ConversationNote, Handoff
from bot.conversations.reading_records import ReadingCorrection, TalkLink
from bot.tickets.records import Ticket
from tests.console.cast import Colleague, hire, refusals, text_of
from tests.console.talks import owner, person_says, queued, row_of, said, talk

Database = sessionmaker[Session]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SCRIPT = "<script>alert(1)</script>"


async def test_the_list_shows_who_waits_and_for_how_long(database: Database, li: Colleague) -> None:
    queued(database, "我要找人")
    page = await li.opens("/talks")
    assert page.status_code == 200
    shown = text_of(page)
    assert "我要找人" in shown
    assert "等了" in shown
    assert "等待 1" in shown


async def test_a_unit_sees_its_own_talks_and_the_province_all(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    talk(database, "长沙的事", unit="changsha-municipal")
    talk(database, "还不知道是哪里的事", unit=None)
    talk(database, "岳阳的事")
    mine, all_of_them = await li.opens("/talks?tab=all"), await wang.opens("/talks?tab=all")
    assert "岳阳的事" in mine.text
    assert "长沙的事" not in mine.text
    assert "还不知道" not in mine.text
    for words in ("岳阳的事", "长沙的事", "还不知道"):
        assert words in all_of_them.text


async def test_filters_narrow_the_list(database: Database, wang: Colleague) -> None:
    talk(database, "岳阳的事")
    talk(database, "长沙的事", unit="changsha-municipal")
    page = await wang.opens("/talks?tab=all&unit=changsha-municipal&unsure=1&channel=web")
    assert "长沙的事" in page.text
    assert "岳阳的事" not in page.text
    assert "没有符合的对话" in (await wang.opens("/talks?tab=all&intent=greet")).text
    assert "没有符合的对话" in (await wang.opens("/talks?tab=all&unhappy=1")).text


async def test_another_units_talk_is_as_absent_as_none(database: Database, li: Colleague) -> None:
    foreign = talk(database, unit="changsha-municipal")
    for path in (f"/talks/{foreign}", "/talks/guessed"):
        page = await li.opens(path)
        assert page.status_code == 404
        assert "没有找到" in page.text
    for verb in ("claim", "reply", "note", "release", "hand-back", "ticket", "link", "reading"):
        fields = {"text": "话", "why": "solved", "intent": "greet", "number": "HN-1"}
        answer = await li.sends(f"/talks/{foreign}/{verb}", **fields)
        assert answer.status_code == 404, verb
    assert owner(database, foreign) == "bot"
    assert len(said(database, foreign)) == 1
    assert ("李岳", f"/talks/{foreign}/claim", "NotFound") in refusals(database)


async def test_taken_over_answered_and_handed_back(database: Database, li: Colleague) -> None:
    talk_id = queued(database)
    claimed = await li.sends(f"/talks/{talk_id}/claim")
    assert claimed.status_code == 303
    assert owner(database, talk_id) == "staff"
    page = await li.opens(f"/talks/{talk_id}")
    assert "我在接待" in page.text
    await li.sends(f"/talks/{talk_id}/reply", text="您好，我是工作人员")
    back = await li.sends(f"/talks/{talk_id}/hand-back", why="已解答", question="还有别的吗？")
    assert back.status_code == 303
    assert owner(database, talk_id) == "bot"
    spoken = said(database, talk_id)
    assert ("staff", "您好，我是工作人员") in spoken
    assert spoken[-1] == ("bot", "还有别的吗？")
    assert row_of(database, Handoff).ended_why == "已解答"


async def test_of_two_colleagues_one_gets_the_talk_and_the_other_is_told(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    late = await wang.sends(f"/talks/{talk_id}/claim")
    assert late.status_code == 409
    assert "李岳" in late.text
    unasked = await wang.sends(f"/talks/{talk_id}/reply", text="我也来说一句很长的话")
    assert unasked.status_code == 409
    assert "我也来说一句很长的话" in unasked.text
    assert not any(text == "我也来说一句很长的话" for _, text in said(database, talk_id))


async def test_a_supervisor_gives_it_to_another_colleague(
    database: Database, client: httpx.AsyncClient, li: Colleague
) -> None:
    chief = hire(database, client, "岳主管", ("yueyang-branch", "supervisor"))
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    page = await chief.opens(f"/talks/{talk_id}")
    staff_id = page.text.split('<option value="')[-1].split('"')[0]
    assert (await chief.sends(f"/talks/{talk_id}/reassign", staff_id="nobody")).status_code == 400
    assert (await li.sends(f"/talks/{talk_id}/release")).status_code == 303
    assert owner(database, talk_id) == "waiting"
    assert staff_id


async def test_what_was_read_wrongly_becomes_a_masked_candidate(
    database: Database, li: Colleague
) -> None:
    talk_id = talk(database, "岳阳有人卖假酒，我电话13873112345")
    form = {"seq": "1", "intent": "ask_procedure", "entities": "市州 岳阳"}
    assert (await li.sends(f"/talks/{talk_id}/reading", **form)).status_code == 303
    row = row_of(database, ReadingCorrection)
    assert (row.was, row.intent, row.by) == ("report_complaint", "ask_procedure", "李岳")
    assert row.entities == [{"entity": "prefecture", "value": "岳阳"}]
    assert "13873112345" not in row.text
    again = {**form, "intent": "greet", "entities": ""}
    await li.sends(f"/talks/{talk_id}/reading", **again)
    assert row_of(database, ReadingCorrection).intent == "greet"
    assert "已更正为" in (await li.opens(f"/talks/{talk_id}")).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"intent": "no_such_intent"},
        {"intent": "greet", "entities": "市州 长沙"},
        {"intent": "greet", "entities": "胡说 岳阳"},
        {"intent": "greet", "seq": "99"},
    ],
)
async def test_a_correction_that_cannot_be_is_refused(
    database: Database, li: Colleague, wrong: dict[str, str]
) -> None:
    talk_id = talk(database)
    answer = await li.sends(f"/talks/{talk_id}/reading", **{"seq": "1", **wrong})
    assert answer.status_code in {400, 404}
    assert refusals(database)


async def test_what_the_person_or_a_colleague_writes_is_shown_and_never_run(
    database: Database, li: Colleague
) -> None:
    talk_id = queued(database, f"店名是{SCRIPT}")
    await li.sends(f"/talks/{talk_id}/claim")
    await li.sends(f"/talks/{talk_id}/reply", text=f"好的{SCRIPT}")
    await li.sends(f"/talks/{talk_id}/note", text=f"备注{SCRIPT}")
    page = await li.opens(f"/talks/{talk_id}?tab={SCRIPT}&q={SCRIPT}&unit={SCRIPT}")
    assert SCRIPT not in page.text
    assert "店名是&lt;script&gt;" in page.text
    assert row_of(database, ConversationNote).text == f"备注{SCRIPT}"


async def test_a_file_is_sent_to_the_person_and_can_be_fetched(
    database: Database, li: Colleague
) -> None:
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    sent = await li.sends(f"/talks/{talk_id}/reply", text="", file=("告知书.png", PNG))
    assert sent.status_code == 303
    page = await li.opens(f"/talks/{talk_id}")
    assert "告知书.png" in page.text
    link = page.text.split(f"/talks/{talk_id}/files/")[1].split('"')[0]
    fetched = await li.opens(f"/talks/{talk_id}/files/{link}")
    assert fetched.content == PNG
    assert fetched.headers["content-disposition"].startswith("attachment")
    other = talk(database)
    assert (await li.opens(f"/talks/{other}/files/{link}")).status_code == 404


@pytest.mark.parametrize(
    ("file", "status", "why"),
    [
        (("x.exe", b"MZ" + b"0" * 100), 400, "收不了"),
        (("big.png", PNG + b"0" * (11 * 1024 * 1024)), 413, "太大"),
    ],
)
async def test_a_file_that_is_not_taken_is_refused_and_nothing_is_said(
    database: Database, li: Colleague, file: tuple[str, bytes], status: int, why: str
) -> None:
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    before = said(database, talk_id)
    answer = await li.sends(f"/talks/{talk_id}/reply", text="看附件", file=file)
    assert answer.status_code == status
    assert why in answer.text
    assert said(database, talk_id) == before
    assert refusals(database)


async def test_a_ticket_is_opened_from_the_talk_once(database: Database, li: Colleague) -> None:
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    form = {
        "instance": "abc",
        "category": "complaint",
        "description": "卖假酒",
        "phone": "13873112345",
        "infringement_region": "岳阳市",
        "ip_type": "trademark",
    }
    wrong = await li.sends(f"/talks/{talk_id}/ticket", **{**form, "phone": "138"})
    assert wrong.status_code == 400
    for _ in range(2):
        assert (await li.sends(f"/talks/{talk_id}/ticket", **form)).status_code == 303
    ticket = row_of(database, Ticket)
    assert (ticket.center_id, ticket.kind) == ("yueyang-branch", "complaint")
    assert ticket.number in (await li.opens(f"/talks/{talk_id}")).text


async def test_a_ticket_routed_elsewhere_leaves_the_talk_with_whoever_is_in_it(
    database: Database, li: Colleague
) -> None:
    talk_id = queued(database)
    await li.sends(f"/talks/{talk_id}/claim")
    form = {
        "instance": "abc",
        "category": "tip",
        "description": "假酒在长沙",
        "infringement_region": "长沙市",
    }
    await li.sends(f"/talks/{talk_id}/ticket", **form)
    assert row_of(database, Ticket).center_id == "changsha-municipal"
    assert (await li.sends(f"/talks/{talk_id}/reply", text="已转长沙")).status_code == 303


async def test_an_existing_ticket_is_linked_only_when_it_may_be_seen(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    first, second = talk(database), talk(database)
    await li.sends(
        f"/talks/{first}/ticket", instance="a", category="assistance", description="申请帮助"
    )
    number = row_of(database, Ticket).number
    assert (await wang.sends(f"/talks/{second}/link", number=number)).status_code == 303
    assert row_of(database, TalkLink).ticket_number == number
    assert (await li.sends(f"/talks/{second}/link", number="HN-AAAA-AAAAA")).status_code == 404


async def test_an_open_page_is_told_when_something_is_new(
    database: Database, li: Colleague, tmp_path: Path
) -> None:
    shared = load(settings_module.load({}, data_dir=tmp_path), database)
    talk_id = queued(database)
    stream = live.news(shared, li.token)
    assert (await anext(stream)).startswith("retry")
    listening = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(1)
    person_says(database, talk_id, "还在吗")
    assert "event: news" in await asyncio.wait_for(listening, 10)
    await li.sends("/sign-out")
    person_says(database, talk_id, "还在吗")
    assert "event: over" in await anext(stream)
    await stream.aclose()
