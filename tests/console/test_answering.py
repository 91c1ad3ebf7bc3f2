"""The knowledge base in the console: written, tried, reviewed by a second person, taken back."""

from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.knowledge.records import AnswerVersion, Edition
from tests.console.cast import Colleague, hire, refusals, text_of
from tests.console.talks import row_of

Database = sessionmaker[Session]
ASKED = [f"示例灯会摊位{end}" for end in ("怎么租", "多少钱", "在哪里", "找谁", "要什么", "多久批")]
ENTRY = {
    "id": "example-fair",
    "topic": "hotline",
    "title": "示例灯会的摊位怎么租？",
    "questions": "\n".join([*ASKED, "示例灯会能摆摊吗", "示例灯会摊位还有吗"]),
    "answer": "示例灯会摊位请找示例街道。",
    "sources": "示例通知（2026）",
    "status": "unverified",
    "outcome": "answered",
}


@pytest.fixture
def editor(database: Database, client: httpx.AsyncClient) -> Colleague:
    return hire(database, client, "周编辑", ("provincial", "editor"))


@pytest.fixture
def reviewer(database: Database, client: httpx.AsyncClient) -> Colleague:
    return hire(database, client, "吴审核", ("provincial", "reviewer"), ("provincial", "editor"))


def state(database: Database, version: int) -> str:
    with db.reading(database) as session:
        return session.get_one(AnswerVersion, version).state


async def test_an_entry_is_written_tried_reviewed_and_told(
    database: Database, editor: Colleague, reviewer: Colleague
) -> None:
    assert (await editor.sends("/knowledge/draft", **ENTRY)).status_code == 303
    preview = text_of(await editor.opens("/knowledge/versions/1"))
    assert "示例灯会摊位请找示例街道。" in preview
    trial = text_of(await editor.opens("/knowledge/versions/1?try=灯会摆摊找哪个"))
    assert "示例灯会的摊位怎么租？" in trial
    await editor.sends("/knowledge/versions/1/submit")
    assert (await editor.sends("/knowledge/versions/1/publish")).status_code == 403
    assert "示例灯会的摊位怎么租？" in (await reviewer.opens("/knowledge")).text
    assert (await reviewer.sends("/knowledge/versions/1/publish")).status_code == 303
    assert state(database, 1) == "published"
    told = text_of(await editor.opens("/knowledge/try?q=示例灯会摊位怎么租"))
    assert "示例灯会摊位请找示例街道。" in told


async def test_nobody_publishes_their_own(database: Database, reviewer: Colleague) -> None:
    await reviewer.sends("/knowledge/draft", **ENTRY)
    await reviewer.sends("/knowledge/versions/1/submit")
    assert "请另一位同事审核" in text_of(await reviewer.opens("/knowledge/versions/1"))
    own = await reviewer.sends("/knowledge/versions/1/publish")
    assert own.status_code == 400
    assert "另一位同事" in own.text
    assert state(database, 1) == "submitted"


async def test_what_is_sent_back_comes_with_a_reason_and_keeps_its_words(
    database: Database, editor: Colleague, reviewer: Colleague
) -> None:
    await editor.sends("/knowledge/draft", **ENTRY)
    await editor.sends("/knowledge/versions/1/submit")
    assert (await reviewer.sends("/knowledge/versions/1/reject", why=" ")).status_code == 400
    await reviewer.sends("/knowledge/versions/1/reject", why="出处要写文号")
    assert "出处要写文号" in (await editor.opens("/knowledge/versions/1")).text
    form = await editor.opens("/knowledge/entries/example-fair/edit")
    assert "示例灯会摊位请找示例街道。" in form.text


async def test_an_earlier_wording_comes_back_with_a_reason(
    database: Database, editor: Colleague, reviewer: Colleague
) -> None:
    for n, answer in enumerate(("第一种说法。", "第二种说法。"), start=1):
        await editor.sends("/knowledge/draft", **{**ENTRY, "answer": answer})
        await editor.sends(f"/knowledge/versions/{n}/submit")
        await reviewer.sends(f"/knowledge/versions/{n}/publish")
    page = await reviewer.opens("/knowledge/entries/example-fair")
    assert "第二种说法。" in page.text
    back = "/knowledge/entries/example-fair/roll-back"
    assert (await reviewer.sends(back, number="1", why="")).status_code == 400
    assert (await reviewer.sends(back, number="1", why="第二种说错了")).status_code == 303
    assert "第一种说法。" in (await editor.opens("/knowledge/entries/example-fair")).text
    with db.reading(database) as session:
        assert [one.verb for one in session.query(Edition)] == ["publish", "publish", "roll_back"]


async def test_an_entry_is_taken_out_of_use_by_two(
    database: Database, editor: Colleague, reviewer: Colleague
) -> None:
    page = await editor.opens("/knowledge?tab=all")
    entry_id = page.text.split("/console/knowledge/entries/")[1].split('"')[0]
    path = f"/knowledge/entries/{entry_id}/retire"
    assert (await editor.sends(path, why="")).status_code == 400
    await editor.sends(path, why="已经废止")
    version = row_of(database, AnswerVersion)
    assert (version.entry_id, version.data, version.note) == (entry_id, None, "已经废止")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"questions": "只有一种问法"}, "至少写"),
        ({"answer": "长" * 151}, "最多"),
        ({"sources": ""}, "出处"),
        ({"answer": "好<script>alert(1)</script>"}, "普通文字"),
        ({"topic": "../x"}, "主题"),
        ({"status": "surely"}, "不完整"),
    ],
)
async def test_an_unfit_entry_is_refused_and_what_was_typed_is_kept(
    database: Database, editor: Colleague, wrong: dict[str, Any], why: str
) -> None:
    answer = await editor.sends("/knowledge/draft", **{**ENTRY, **wrong})
    assert answer.status_code == 400
    assert why in answer.text
    assert "示例灯会的摊位怎么租？" in answer.text
    assert "<script>alert" not in answer.text
    with db.reading(database) as session:
        assert session.query(AnswerVersion).count() == 0
    assert refusals(database)


async def test_all_that_staff_published_can_be_taken_away(
    editor: Colleague, reviewer: Colleague
) -> None:
    file = await reviewer.opens("/knowledge/export")
    assert file.status_code == 200
    assert "attachment" in file.headers["content-disposition"]


async def test_a_guessed_version_or_entry_is_not_there(editor: Colleague) -> None:
    for path in ("versions/999", "versions/x", "entries/none", "entries/none/edit"):
        assert (await editor.opens(f"/knowledge/{path}")).status_code == 404
