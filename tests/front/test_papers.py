"""Papers by private link: for a day, for its holder, and nobody can guess one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot import clock
from bot import settings as settings_module
from bot.front.app import create_app
from bot.tickets.papers import links
from tests.desk.cast import Factory
from tests.tickets.cast import opened


@pytest.fixture
def page(database: Factory, tmp_path: Path) -> Iterator[TestClient]:
    settings = settings_module.load({"HOTLINE_DATA_DIR": str(tmp_path)})
    with TestClient(create_app(settings, database)) as client:
        yield client


def link(database: Factory, *, age: timedelta = timedelta(0)) -> str:
    with database.begin() as session:
        ticket = opened(session, kind="complaint", applicant_name="王建国")
        return links.give(session, ticket, at=clock.now() - age)


def test_a_person_reads_the_page_and_takes_the_files(page: TestClient, database: Factory) -> None:
    token = link(database)
    read = page.get(f"/papers/{token}")
    assert read.status_code == 200
    assert "举报投诉登记表" in read.text
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = page.get(f"/papers/{token}/complaint.{form}")
        assert file.content.startswith(begins)
        assert "attachment" in file.headers["content-disposition"]
        assert "no-store" in file.headers["cache-control"]


def test_after_a_day_it_opens_nothing(page: TestClient, database: Factory) -> None:
    token = link(database, age=timedelta(hours=24, seconds=1))
    assert page.get(f"/papers/{token}").status_code == 404
    assert page.get(f"/papers/{token}/complaint.pdf").status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "%2e%2e", "'; DROP TABLE", "词" * 300])
def test_what_was_not_given_opens_nothing(page: TestClient, database: Factory, token: str) -> None:
    link(database)
    answer = page.get(f"/papers/{token}")
    assert answer.status_code == 404
    assert "失效" in answer.text or "没有" in answer.text


def test_a_letter_between_units_is_not_the_persons(page: TestClient, database: Factory) -> None:
    token = link(database)
    assert page.get(f"/papers/{token}/transfer.pdf").status_code == 404
    assert page.get(f"/papers/{token}/complaint.exe").status_code == 404


def test_it_opens_only_so_often(page: TestClient, database: Factory) -> None:
    token = link(database)
    answers = [page.get(f"/papers/{token}").status_code for _ in range(links.OPENINGS + 1)]
    assert answers == [200] * links.OPENINGS + [404]


def test_old_links_are_forgotten(database: Factory) -> None:
    from sqlalchemy import func, select

    from bot.tickets.papers.link_records import PaperLink

    link(database, age=timedelta(days=3))
    with database.begin() as session:
        ticket = opened(session, "form-2")
        links.give(session, ticket, at=clock.now())
        assert session.scalar(select(func.count()).select_from(PaperLink)) == 1
