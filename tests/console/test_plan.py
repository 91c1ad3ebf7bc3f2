"""The plan's tasks in the console: funding lists, experts, activities, agreements."""

import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations.outbox import SYSTEM_SENDER
from bot.plan.activity_records import Activity, Registration
from bot.plan.agreement_records import Agreement
from bot.tickets.funding_records import FundingList, Nomination
from tests.console.cast import Colleague, hire, text_of
from tests.console.talks import row_of, said, talk
from tests.console.test_cases import moves, opens, ticket

Database = sessionmaker[Session]
PDF = b"%PDF-1.4\n" + b"0" * 64


@pytest.fixture
def chief(database: Database, client: httpx.AsyncClient) -> Colleague:
    """The supervisor of 岳阳."""
    return hire(database, client, "岳主管", ("yueyang-branch", "supervisor"))


async def taken_on(li: Colleague, database: Database, **changed: Any) -> str:
    number = opens(database, **changed)
    await moves(li, database, number, "accept")
    return number


def told(database: Database, talk_id: str) -> str:
    """What the service itself told the person."""
    return "\n".join(text for sender, text in said(database, talk_id) if sender == SYSTEM_SENDER)


async def test_a_quarters_list_is_drawn_up_sent_selected_from_and_taken_away(
    database: Database, li: Colleague, chief: Colleague, wang: Colleague
) -> None:
    talk_id = talk(database)
    number = await taken_on(
        li, database, conversation_id=talk_id, category="assistance", applicant_org="示例酒业"
    )
    await moves(li, database, number, "nominate", aim="small", amount="20000", why="首次维权")
    shown = text_of(await chief.opens("/plan/funding/1"))
    assert "岳阳分中心 2026年第四季度" in shown
    assert "示例酒业" in shown
    early = await chief.sends("/plan/funding/1/send")
    assert early.status_code == 400
    await chief.sends("/plan/funding/1/entries/1/preselect", on="1")
    assert (await chief.sends("/plan/funding/1/send")).status_code == 303
    assert row_of(database, FundingList).state == "sent"
    assert (await chief.sends("/plan/funding/1/decide")).status_code == 403
    picked = await wang.sends(
        "/plan/funding/1/entries/1/select", on="1", why="符合条件", amount="15000"
    )
    assert picked.status_code == 303
    assert row_of(database, Nomination).granted_fen == 15000_00
    await wang.sends("/plan/funding/1/decide")
    assert row_of(database, FundingList).state == "decided"
    assert any(
        sender == SYSTEM_SENDER and number in text for sender, text in said(database, talk_id)
    )
    taken = await wang.opens("/plan/funding/1/export/xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert number in cells
    assert "示例酒业" in cells
    word = await wang.opens("/plan/funding/1/export/docx")
    assert word.content.startswith(b"PK")


async def test_an_opinion_is_asked_of_experts_and_told_to_the_person(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    talk_id = talk(database)
    number = await taken_on(li, database, conversation_id=talk_id, ip_type="invention_patent")
    await wang.sends("/plan/experts", name="示例专家", org="虚构大学", fields="机械")
    await moves(li, database, number, "recommend_judgement", why="算不算侵权？")
    assert "算不算侵权" in (await wang.opens("/plan/experts")).text
    await moves(wang, database, number, "accept_judgement")
    page = await wang.opens(f"/tickets/{number}")
    assert "示例专家" in page.text
    await moves(wang, database, number, "invite_experts", experts=["1"])
    early = await moves(wang, database, number, "deliver_opinion", opinion="不侵权")
    assert early.status_code == 400
    await moves(wang, database, number, "expert_answer", expert="1", answer="agreed")
    version = ticket(database, number).version
    done = await wang.sends(
        f"/tickets/{number}/do/deliver_opinion",
        version=version,
        opinion="特征相同，可供参考。",
        file=("意见书.pdf", PDF),
    )
    assert done.status_code == 303
    await moves(wang, database, number, "record_cost", amount="3000")
    shown = await li.opens(f"/tickets/{number}")
    assert "3,000.00 元，由省中心承担" in text_of(shown)
    file = shown.text.split(f"/tickets/{number}/files/")[1].split('"')[0]
    assert (await li.opens(f"/tickets/{number}/files/{file}")).content == PDF
    assert any(
        "意见" in text for sender, text in said(database, talk_id) if sender == SYSTEM_SENDER
    )


async def test_an_activity_is_planned_joined_held_and_proposed(
    database: Database, li: Colleague, chief: Colleague, wang: Colleague, office_hours: Any
) -> None:
    form = {
        "unit": "yueyang-branch",
        "kind": "lecture",
        "title": "维权大讲堂",
        "place": "示例园区",
        "starts_at": "2026-11-25T09:00",
        "ends_at": "2026-11-25T11:00",
        "capacity": "1",
    }
    assert (await li.sends("/plan/activities", **form)).status_code == 303
    await li.sends("/plan/activities/1/state", state="open")
    for name in ("示例·甲", "示例·乙"):
        await li.sends("/plan/activities/1/register", name=name, phone="")
    shown = text_of(await li.opens("/plan/activities/1"))
    assert "已报名" in shown
    assert "候补" in shown
    assert (await li.sends("/plan/activities/1/state", state="held")).status_code == 400
    office_hours.write_text("2026-11-25T14:00:00+08:00", encoding="utf-8")
    for one in (li, chief, wang):
        one.renew(database)
    await li.sends("/plan/activities/1/attendance", shown=["1", "2"], came=["1"])
    await li.sends("/plan/activities/1/state", state="held")
    await chief.sends("/plan/activities/1/propose", why="来的人多")
    chosen = await wang.sends("/plan/activities/1/support", on="1", why="有特色", amount="5000")
    assert chosen.status_code == 303
    held = row_of(database, Activity)
    assert (held.state, held.support, held.support_fen) == ("held", "selected", 5000_00)
    assert "5,000.00 元" in (await li.opens("/plan/activities/1")).text
    with database() as session:
        assert [one.attended for one in session.query(Registration)] == [True, False]


async def test_an_agreement_is_registered_and_signed_with_its_paper(
    database: Database, wang: Colleague, li: Colleague
) -> None:
    form = {
        "kind": "framework",
        "title": "共同推进协议",
        "unit": "provincial",
        "parties": ["provincial", "yueyang-branch"],
        "others": "虚构大学",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    assert (await wang.sends("/plan/agreements", **form)).status_code == 303
    await wang.sends("/plan/agreements/1/state", state="sent")
    await wang.sends("/plan/agreements/1/state", state="signed", on="2026-11-20")
    await wang.sends("/plan/agreements/1/attach", file=("协议.pdf", PDF))
    kept = row_of(database, Agreement)
    assert (kept.state, str(kept.signed_on)) == ("signed", "2026-11-20")
    page = await li.opens("/plan/agreements/1")
    assert "虚构大学" in page.text
    file = page.text.split("/files/")[1].split('"')[0]
    assert (await li.opens(f"/plan/agreements/1/files/{file}")).content == PDF
    bad = await wang.sends("/plan/agreements", **{**form, "starts_on": "昨天"})
    assert bad.status_code == 400
