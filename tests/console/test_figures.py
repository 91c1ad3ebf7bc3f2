"""The dashboard: right numbers, of one's own units only."""

import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import true
from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.console import charts
from bot.conversations import feedback, handoff
from bot.desk import figures
from bot.desk.figures import Span
from bot.staff.actor import Actor
from bot.tickets.records import Ticket
from tests.colleagues import colleague
from tests.console.cast import Colleague, text_of
from tests.console.talks import queued, talk
from tests.console.test_cases import moves, opens

Database = sessionmaker[Session]


def whole() -> Span:
    return Span(clock.now() - timedelta(days=30), clock.now() + timedelta(days=1), true(), true())


def answered(database: Database, talk_id: str, minutes: int) -> None:
    """A colleague comes after so many minutes and speaks two minutes later."""
    with database.begin() as session:
        by: Actor = colleague(session, f"同事{minutes}")
        at = clock.now() + timedelta(minutes=minutes)
        handoff.claim(session, talk_id, by, at=at)
        handoff.reply(session, talk_id, by, "您好", at=at + timedelta(minutes=2))


def test_the_totals_are_what_happened(database: Database) -> None:
    for minutes in (2, 4, 9):
        answered(database, queued(database), minutes)
    rated = talk(database)
    with database.begin() as session:
        feedback.rate(session, rated, 5, at=clock.now())
        feedback.rate(session, rated, 2, at=clock.now(), about=1)
    opens(database)
    opens(database, "f2", category="assistance", kind=None, ip_type="trademark")
    with database() as session:
        told = figures.totals(session, whole(), clock.now())
        assert (told.talks, told.handed_over, told.opened, told.live) == (4, 3, 2, 2)
        assert told.alone == 0.25
        assert told.waited == timedelta(minutes=4)
        assert told.first_reply == timedelta(minutes=6)
        assert (told.stars, told.rated) == (3.5, 2)
        rows = figures.breakdown(session, whole(), "matter", clock.now())
        by = {row.code: row.opened for row in rows}
        assert by == {"complaint": 1, "assistance": 1}


def test_a_day_is_a_day_in_hunan(database: Database, office_hours: object) -> None:
    opens(database)
    with database() as session:
        assert figures.tickets_by_day(session, whole()) == [("2026-11-24", "complaint", 1)]
    with database.begin() as session:
        session.query(Ticket).one().opened_at = clock.now().replace(hour=17)
    with database() as session:
        assert figures.tickets_by_day(session, whole())[0][0] == "2026-11-25"


async def test_the_page_shows_ones_own_units_only(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    opens(database)
    for number in range(3):
        opens(database, f"c{number}", center_id="changsha-municipal", center_tier="municipal")
    mine = text_of(await li.opens("/figures"))
    assert "新登记工单 1" in mine
    assert "长沙中心" not in mine
    every = text_of(await wang.opens("/figures"))
    assert "新登记工单 4" in every
    one = text_of(await wang.opens("/figures?unit=changsha-municipal&days=7"))
    assert "新登记工单 3" in one
    foreign = text_of(await li.opens("/figures?unit=changsha-municipal"))
    assert "新登记工单 0" in foreign


async def test_closed_tickets_count_as_handled_in_time(database: Database, li: Colleague) -> None:
    number = opens(database)
    for verb in ("accept", "begin"):
        await moves(li, database, number, verb)
    for verb in ("decide", "close"):
        await moves(li, database, number, verb, why="已调解")
    shown = text_of(await li.opens("/figures"))
    assert "100% 按时办结" in shown


async def test_the_breakdown_is_taken_away(database: Database, wang: Colleague) -> None:
    opens(database)
    taken = await wang.opens("/figures/export/xlsx?days=7")
    sheet = openpyxl.load_workbook(io.BytesIO(taken.content)).active
    assert sheet is not None
    rows = [row[:3] for row in sheet.iter_rows(values_only=True)]
    assert ("单位", "岳阳分中心", 1) in rows


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 4), (7, 8), (95, 120), (1001, 1200)])
def test_the_axis_ends_at_a_round_number(most: int, top: int) -> None:
    day = clock.local(clock.now()).date()
    chart = charts.by_day([(str(day), "web", most)], {"web": "网页"}, day, day)
    assert chart.steps[-1].words == str(top)
    assert chart.empty == (most == 0)


async def test_the_bot_is_switched_off_with_a_reason_by_the_province(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    assert (await wang.sends("/switches", channel="web", on="0", why="")).status_code == 400
    done = await wang.sends("/switches", channel="web", on="0", why="模型更新")
    assert done.status_code == 303
    assert "关着" in (await wang.opens("/switches")).text
    assert "模型更新" in (await wang.opens("/switches")).text
    assert (await li.sends("/switches", channel="web", on="1", why="开")).status_code == 403
