"""Papers of a ticket: the right ones, complete, harmless, without an identity that is sealed."""

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy.orm import Session

from bot.errors import BadData, NotFound, Refused
from bot.tickets import service, transfers
from bot.tickets.papers import content, docx, making, pdf
from bot.tickets.records import Ticket
from tests.tickets.cast import AT, STAFF, UNITS, Factory, opened

NASTY = '张三</w:t><script>alert(1)</script>{{ 7*7 }}{% for x in y %}&"\x0b\u202e'
APPLICATION: dict[str, Any] = {
    "category": "assistance",
    "kind": None,
    "applicant_name": "王建国",
    "applicant_org": "长沙某厂",
    "ip_type": "invention_patent",
    "right_no": "ZL201710601862.3",
    "wants": ["mediation"],
    "evidence": [{"name": "照片.jpg", "sha256": "a" * 64}],
    "applicant_region": {"prefecture": "长沙市", "county": "岳麓区", "outside": None},
}


def made(
    session: Session, ticket: Ticket, kind: str, form: str = "docx", *, full: bool = True
) -> bytes:
    return making.make(session, ticket, kind, form, directory=UNITS, at=AT, full=full).data


def text_of(data: bytes) -> str:
    """Everything a reader sees in a DOCX."""
    document = Document(io.BytesIO(data))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def printed(data: bytes, folder: Path) -> str:
    """The words of a PDF, as a reader program finds them."""
    if shutil.which("pdftotext") is None:
        reason = "pdftotext of poppler-utils is not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    (folder / "paper.pdf").write_bytes(data)
    command = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.replace("第 1 页", "第1页")


def test_an_application_holds_what_was_told(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session, **APPLICATION)
        service.supplement(session, ticket, text="又发现一家", evidence=[], by="person", at=AT)
        told = text_of(made(session, ticket, "application"))
    for words in (
        "知识产权维权援助申请书",
        ticket.number,
        "王建国",
        "长沙某厂",
        "13873112345",
        "长沙市岳麓区",
        "发明专利",
        "ZL201710601862.3",
        "调解",
        "店里卖假酒",
        "补充（2026年11月24日）：又发现一家",
        "照片.jpg",
        "a" * 64,
        "岳阳分中心",
    ):
        assert words in told, words


def test_the_printed_paper_says_the_same_in_chinese_type(database: Factory, tmp_path: Path) -> None:
    with database.begin() as session:
        ticket = opened(session, **APPLICATION)
        told = printed(made(session, ticket, "application", "pdf"), tmp_path)
    for words in ("知识产权维权援助申请书", "王建国", "发明专利", ticket.number, "第1页"):
        assert words in told, words


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("kind", ["application", "evidence"])
def test_what_people_write_is_never_markup_or_template(
    database: Factory, kind: str, form: str
) -> None:
    names = ("applicant_name", "applicant_org", "respondent", "description", "right_no", "email")
    nasty = dict.fromkeys(names, NASTY)
    files = [{"name": NASTY, "sha256": "b" * 64}]
    with database.begin() as session:
        ticket = opened(session, **{**APPLICATION, **nasty, "evidence": files})
        data = made(session, ticket, kind, form)
    if form == "docx":
        told = text_of(data)
        assert "{{ 7*7 }}" in told
        assert "<script>" in told
        assert "49" not in told.replace(ticket.number, "")


def test_endless_words_still_make_a_paper(database: Factory) -> None:
    long = dict.fromkeys(("applicant_org", "respondent", "description"), "长" * 20000)
    with database.begin() as session:
        ticket = opened(session, **{**APPLICATION, **long})
        assert made(session, ticket, "application", "pdf").startswith(b"%PDF")
        assert "长" * 600 in text_of(made(session, ticket, "application"))


def test_a_tip_is_made_without_identity_unless_it_was_revealed(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session, kind="tip", applicant_name="王建国")
        sealed = text_of(made(session, ticket, "complaint", full=False))
        assert "身份密封" in sealed
        for secret in ("王建国", "王**", "138"):
            assert secret not in sealed
        assert "王建国" in text_of(made(session, ticket, "complaint"))


def test_for_colleagues_names_and_numbers_are_masked(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session, **APPLICATION)
        told = text_of(made(session, ticket, "application", full=False))
        assert "王**" in told
        assert "138****2345" in told
        assert "王建国" not in told


def test_an_anonymous_paper_says_so(database: Factory) -> None:
    with database.begin() as session:
        told = text_of(made(session, opened(session, anonymous=True, phone=None), "complaint"))
        assert "匿名" in told


def test_a_letter_goes_between_units_and_holds_no_person(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session, applicant_name="王建国")
        with pytest.raises(Refused, match="没有转办过"):
            made(session, ticket, "transfer")
        to = UNITS.by_id("hengyang-branch")
        transfers.transfer(session, ticket, to=to, why="店在衡阳", **STAFF)
        told = text_of(made(session, ticket, "transfer"))
    for words in ("岳阳分中心", "衡阳分中心", "店在衡阳", "2026年11月26日"):
        assert words in told
    for secret in ("王建国", "13873112345", "店里卖假酒"):
        assert secret not in told


def test_which_papers_there_are_depends_on_ticket_and_reader(database: Factory) -> None:
    with database.begin() as session:
        plain = opened(session)
        applied = opened(session, "form-2", **APPLICATION)
        callback = opened(session, "form-3", category="callback", kind=None)
        assert content.kinds_of(plain, staff=False) == ("complaint",)
        assert content.kinds_of(applied, staff=False) == ("application", "evidence")
        assert content.kinds_of(callback, staff=False) == ()
        assert content.kinds_of(callback, staff=True) == ("transfer",)


@pytest.mark.parametrize(("kind", "form"), [("will", "pdf"), ("application", "exe")])
def test_what_does_not_exist_is_not_made(database: Factory, kind: str, form: str) -> None:
    with database.begin() as session, pytest.raises(NotFound):
        made(session, opened(session, **APPLICATION), kind, form)


def test_a_template_that_was_broken_is_named(database: Factory, tmp_path: Path) -> None:
    broken = Document()
    broken.add_paragraph("{{ title ")
    broken.save(str(tmp_path / "form.docx"))
    with database.begin() as session:
        ticket = opened(session, **APPLICATION)
        page = content.paper(session, ticket, "application", directory=UNITS, at=AT, full=True)
    with pytest.raises(BadData, match=r"form\.docx.*undo"):
        docx.render(page, tmp_path)
    with pytest.raises(BadData, match="make_templates"):
        docx.render(page, tmp_path / "nowhere")


def test_without_a_font_of_debians_adobes_is_named() -> None:
    assert pdf.font((Path("/no/such/font.ttf"),)) == pdf.CID
