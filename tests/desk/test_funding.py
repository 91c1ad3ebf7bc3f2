"""资助项目: nominated by the units, preselected, sent, selected by the province, exported."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from docx import Document

from bot import db
from bot.desk import funding as desk_funding
from bot.errors import NotFound, Refused
from bot.staff.actor import Actor, Forbidden
from bot.tickets import funding, funding_export, funding_lists
from bot.tickets.funding_records import FundingList
from tests.colleagues import colleague
from tests.desk.cast import UNITS, Office


def _nominated(office: Office, key: str = "form-1", **facts: str) -> str:
    number = office.files(key, category="assistance", kind=None, applicant_name="王建国")
    office.does("周强", "accept", number)
    told = {"aim": "small", "why": "小微企业，维权成本高", **facts}
    office.does("周强", "nominate", number, **told)
    return number


def _the_list(office: Office, name: str = "岳阳主管") -> FundingList:
    with db.reading(office.factory) as session:
        return funding_lists.listed(session, office.staff[name], UNITS)[0]


def _entry_ids(office: Office) -> list[int]:
    with db.reading(office.factory) as session:
        return [entry.id for entry in funding.entries(session, _the_list(office))]


def _preselect(
    office: Office, entry_id: int, *, on: bool = True, why: str = "", name: str = "岳阳主管"
) -> None:
    with office.factory.begin() as session:
        by = office.staff[name]
        funding_lists.preselect(session, by, entry_id, UNITS, on=on, why=why, at=office.now)


def _send(office: Office, name: str = "岳阳主管") -> None:
    with office.factory.begin() as session:
        by, found = office.staff[name], funding_lists.listed(session, office.staff[name], UNITS)
        funding_lists.send(session, by, found[0].id, UNITS, at=office.now)


def _select(office: Office, entry_id: int, *, on: bool, name: str = "省主管") -> None:
    with office.factory.begin() as session:
        by = office.staff[name]
        desk_funding.select_entry(
            session, by, entry_id, UNITS, on=on, why="符合条件", amount="20000", at=office.now
        )


def test_from_a_nomination_to_money_and_the_person_hears_of_it(office: Office) -> None:
    first, second = _nominated(office, amount="30000"), _nominated(office, "form-2")
    found = _the_list(office)
    assert (found.unit, found.period, found.state) == ("yueyang-branch", "2026Q4", "draft")
    one, other = _entry_ids(office)
    _preselect(office, one)
    _preselect(office, other, why="同类项目已推荐", on=False)
    _send(office)
    _select(office, one, on=True)
    with office.factory.begin() as session:
        by = office.staff["省主管"]
        funding_lists.decide(session, by, found.id, UNITS, at=office.now)
        states = [entry.state for entry in funding.entries(session, found)]
    assert states == ["selected", "left_out"]
    assert "资助项目" in office.told(first)[-1]
    assert office.trail(first)[-1] == "fund"
    assert not any("资助" in said for said in office.told(second))


def test_a_list_is_sent_only_when_every_entry_was_looked_at(office: Office) -> None:
    _nominated(office)
    with pytest.raises(Refused, match="没初选"):
        _send(office)
    _preselect(office, _entry_ids(office)[0])
    _send(office)
    with pytest.raises(Refused, match="已报省中心"):
        _send(office)
    with pytest.raises(Refused, match="已经报送"):
        _nominated(office, "form-2")


def test_left_out_it_says_why(office: Office) -> None:
    _nominated(office)
    with pytest.raises(Refused, match="理由"):
        _preselect(office, _entry_ids(office)[0], on=False)


def test_nobody_selects_but_the_province(office: Office) -> None:
    _nominated(office)
    entry = _entry_ids(office)[0]
    _preselect(office, entry)
    _send(office)
    for name in ("岳阳主管", "省承办"):
        with pytest.raises(Forbidden):
            _select(office, entry, on=True, name=name)


def test_a_list_of_another_unit_is_not_there(office: Office) -> None:
    _nominated(office)
    with db.reading(office.factory) as session:
        stranger = office.staff["衡阳主管"]
        assert funding_lists.listed(session, stranger, UNITS) == []
        with pytest.raises(NotFound):
            funding_lists.seen(session, stranger, _the_list(office).id, UNITS)


def test_a_handler_nominates_but_does_not_preselect(office: Office) -> None:
    _nominated(office)
    entry = _entry_ids(office)[0]
    with pytest.raises(Forbidden):
        _preselect(office, entry, name="周强")


@pytest.mark.parametrize(("aim", "why"), [("rich", "理由"), ("small", " "), ("", "理由")])
def test_a_nomination_has_an_aim_of_the_plan_and_a_reason(
    office: Office, aim: str, why: str
) -> None:
    with pytest.raises(Refused):
        _nominated(office, aim=aim, why=why)


def test_the_same_matter_is_nominated_once_a_period(office: Office) -> None:
    number = _nominated(office)
    with pytest.raises(Refused, match="已经在本期名单"):
        office.does("周强", "nominate", number, aim="weak", why="再推一次")
    office.now = datetime(2027, 1, 5, 2, tzinfo=UTC)
    office.does("周强", "nominate", number, aim="weak", why="新的一季")
    assert _the_list(office).period == "2027Q1"


@pytest.mark.parametrize(
    ("unit", "tier", "place", "recommends", "period"),
    [
        ("yueyang-branch", "branch", "岳阳市", "yueyang-branch", "2026Q4"),
        ("changde-patent-office", "patent_office", "常德市", "changde-patent-office", "2026"),
        # The plan names no branch in 长沙: by its letter the patent authority recommends.
        ("changsha-municipal", "municipal", "长沙市", "changsha-patent-office", "2026"),
        ("provincial", "provincial", None, "provincial", "2026"),
    ],
)
def test_who_recommends_and_how_often_follows_the_plan(
    office: Office, unit: str, tier: str, place: str | None, recommends: str, period: str
) -> None:
    facts = {"center_id": unit, "center_tier": tier, "center_prefecture": place}
    ticket = office.ticket(office.files(**facts))
    assert funding.recommender(ticket, UNITS) == recommends
    assert funding.period_at(recommends, UNITS, office.now).key == period


def test_in_changsha_center_and_patent_authority_draw_up_one_list(office: Office) -> None:
    chief: Actor
    with office.factory.begin() as session:
        chief = colleague(session, "长沙主管", "changsha-municipal", "supervisor")
        lead = {"center_id": "changsha-municipal", "center_tier": "municipal"}
    number = office.files(center_prefecture="长沙市", **lead)
    office.staff["长沙主管"] = chief
    office.does("长沙主管", "accept", number)
    office.does("长沙主管", "nominate", number, aim="industry", why="园区共性问题")
    with office.factory.begin() as session:
        found = funding_lists.listed(session, chief, UNITS)[0]
        assert found.unit == "changsha-patent-office"
        entry = funding.entries(session, found)[0]
        funding_lists.preselect(session, chief, entry.id, UNITS, on=True, why="", at=office.now)
        funding_lists.send(session, chief, found.id, UNITS, at=office.now)


def test_exported_a_list_is_a_table_and_a_paper_and_no_formula(office: Office) -> None:
    number = _nominated(office, why='=HYPERLINK("http://evil")', amount="30000")
    with db.reading(office.factory) as session:
        found = _the_list(office)
        entries = funding.entries(session, found)
        book = funding_export.as_xlsx(found, entries, UNITS)
        paper = funding_export.as_docx(found, entries, UNITS)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(funding_export.HEADER)
    assert sheet["B2"].value == number
    assert sheet["H2"].value == "30,000.00"
    assert sheet["G2"].data_type == "s"
    read = Document(io.BytesIO(paper))
    assert "岳阳分中心2026年第四季度" in read.paragraphs[0].text
    assert read.tables[0].rows[1].cells[1].text == number
    assert "王建国" in read.tables[0].rows[1].cells[2].text
