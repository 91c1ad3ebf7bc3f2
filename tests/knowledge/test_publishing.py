"""Draft, review by a second person, publication, roll-back; what would do harm is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadData, Conflict, NotFound, Refused
from bot.knowledge import exchange, overlay, publishing, versions
from bot.knowledge.records import AnswerVersion
from tests.conftest import NOON
from tests.knowledge.cast import entry, folder
from tests.tickets.cast import Factory

EDITOR, REVIEWER = "editor", "reviewer"
TODAY = date(2026, 11, 24)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return folder(tmp_path, entry("fee", "商标续展"), entry("fair", "展会投诉"))


def submitted(session: Any, data: dict[str, Any]) -> AnswerVersion:
    version = publishing.draft(session, data, topic="test", by=EDITOR, at=NOON)
    return publishing.submit(session, version.id, by=EDITOR, at=NOON)


def published(session: Any, data: dict[str, Any], home: Path) -> AnswerVersion:
    version = submitted(session, data)
    return publishing.publish(session, version.id, by=REVIEWER, at=NOON, folder=home)


def told(session: Any, home: Path, question: str) -> str:
    library = overlay.library(home, overlay.published(session))
    return library.answer(question, today=TODAY).text


def test_a_published_answer_takes_the_place_of_the_files(database: Factory, home: Path) -> None:
    with database.begin() as session:
        before = overlay.newest_edition(session)
        published(session, entry("fee", "商标续展", answer="新的答案。"), home)
        assert overlay.newest_edition(session) > before
        assert told(session, home, "商标续展要多少钱") == "新的答案。"


def test_a_draft_changes_nothing_the_public_sees(database: Factory, home: Path) -> None:
    with database.begin() as session:
        submitted(session, entry("fee", "商标续展", answer="新的答案。"))
        assert told(session, home, "商标续展要多少钱") == "商标续展请找受理单位。"


def test_nobody_publishes_what_they_wrote_themselves(database: Factory, home: Path) -> None:
    with database.begin() as session:
        version = submitted(session, entry("fee", "商标续展"))
        with pytest.raises(Refused, match="另一位同事"):
            publishing.publish(session, version.id, by=EDITOR, at=NOON, folder=home)


def test_a_published_answer_names_the_reviewing_role_and_the_day(
    database: Factory, home: Path
) -> None:
    with database.begin() as session:
        version = published(session, entry("fee", "商标续展"), home)
        assert overlay.entry_of(version).reviewed_by == publishing.REVIEWED_BY
        assert overlay.entry_of(version).reviewed_on == TODAY


def test_an_earlier_version_can_be_brought_back(database: Factory, home: Path) -> None:
    with database.begin() as session:
        published(session, entry("fee", "商标续展", answer="第一版。"), home)
        published(session, entry("fee", "商标续展", answer="第二版。"), home)
        publishing.roll_back(session, "fee", 1, by=REVIEWER, at=NOON, why="第二版有误", folder=home)
        assert told(session, home, "商标续展要多少钱") == "第一版。"
        assert [v.number for v in versions.history(session, "fee")] == [3, 2, 1]


def test_an_entry_can_be_taken_out_of_use(database: Factory, home: Path) -> None:
    with database.begin() as session:
        version = publishing.retire(session, "fair", topic="test", by=EDITOR, at=NOON, why="已停办")
        publishing.publish(session, version.id, by=REVIEWER, at=NOON, folder=home)
        library = overlay.library(home, overlay.published(session))
        assert set(library.entries) == {"fee"}


def test_a_dead_link_or_an_unknown_law_is_refused(database: Factory, home: Path) -> None:
    with database.begin() as session:
        for wrong in ({"related": ["nowhere"]}, {"legal_basis": [{"law": "no-law"}]}):
            version = submitted(session, entry("fee", "商标续展", **wrong))
            with pytest.raises(BadData, match=r"nowhere|no-law"):
                publishing.publish(session, version.id, by=REVIEWER, at=NOON, folder=home)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"answer": "<b>找我们</b>"}, "markup"),
        ({"answer": "见 javascript:alert(1)"}, "markup"),
        ({"sources": []}, "sources"),
        ({"questions": ["只有一问"]}, "at least 8"),
        ({"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "before valid_from"),
        ({"answer": "长" * 151}, "at most 150"),
        ({"owner": "我"}, "unknown field"),
    ],
)
def test_a_wrong_draft_is_refused_by_name_and_remedy(
    database: Factory, wrong: dict[str, Any], what: str
) -> None:
    with database.begin() as session, pytest.raises(BadData, match=what):
        publishing.draft(session, entry("fee", "商标续展", **wrong), topic="t", by="e", at=NOON)


def test_a_publication_that_makes_the_answers_worse_is_refused(
    database: Factory, home: Path
) -> None:
    questions = home.parent / "tests" / "knowledge"
    questions.mkdir(parents=True)
    asked = {"question": "商标续展要多少钱", "entries": ["fee"]}
    (questions / "questions.jsonl").write_text(json.dumps(asked) + "\n", encoding="utf-8")
    thief = entry("thief", "别的事", questions=entry("x", "商标续展")["questions"])
    thief["title"] = "商标续展要多少钱"
    with database.begin() as session:
        version = submitted(session, thief)
        with pytest.raises(Refused, match="检索会变差"):
            publishing.publish(session, version.id, by=REVIEWER, at=NOON, folder=home)


def test_a_version_is_decided_once(database: Factory, home: Path) -> None:
    with database.begin() as session:
        version = submitted(session, entry("fee", "商标续展"))
        publishing.reject(session, version.id, by=REVIEWER, at=NOON, why="来源不够")
        with pytest.raises(Conflict):
            publishing.publish(session, version.id, by=REVIEWER, at=NOON, folder=home)
        with pytest.raises(NotFound):
            publishing.submit(session, 10**6, by=EDITOR, at=NOON)


def test_the_overlay_travels_to_another_installation(
    database: Factory, home: Path, tmp_path: Path
) -> None:
    with database.begin() as session:
        published(session, entry("fee", "商标续展", answer="带走的答案。"), home)
        path = tmp_path / "export.json"
        path.write_text(json.dumps(exchange.export(session)), encoding="utf-8")
        count = exchange.take_in(session, exchange.read(path), folder=home, by="x", at=NOON)
        assert count == 1
        assert told(session, home, "商标续展要多少钱") == "带走的答案。"


def test_a_wrong_import_changes_nothing(database: Factory, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    for text in ("no json", "[]", '{"format": 9}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(BadData):
            exchange.read(path)
    wrong = entry("fee", "商标续展", related=["nowhere"])
    document = {"format": 1, "answers": [{"entry_id": "fee", "data": wrong}]}
    with database.begin() as session, pytest.raises(BadData):
        exchange.take_in(session, document, folder=home, by="x", at=NOON)
    with database.begin() as session:
        assert overlay.published(session) == []


def test_a_broken_set_does_not_replace_the_one_that_serves(database: Factory, home: Path) -> None:
    with database.begin() as session:
        serving = overlay.library(home, [])
        (home / "answers" / "test.yml").write_text("entries: [", encoding="utf-8")
        assert overlay.reloaded(session, home, serving) is serving
