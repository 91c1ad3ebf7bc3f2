"""Understanding looked after: gaps become entries, corrections examples, candidates judged."""

from pathlib import Path

import httpx
import pytest
import yaml
from sqlalchemy.orm import Session, sessionmaker

from bot import candidates, clock
from bot.conversations import replays
from bot.conversations.replay_records import Replay
from bot.conversations.replays import BETTER, OTHER, SAME, WORSE, Read
from bot.errors import Refused
from bot.knowledge import gaps
from bot.knowledge.library import Answer
from bot.knowledge.records import UnansweredQuestion
from tests.console.cast import Colleague, hire, refusals, text_of
from tests.console.talks import row_of, talk

Database = sessionmaker[Session]


@pytest.fixture
def editor(database: Database, client: httpx.AsyncClient) -> Colleague:
    """Edits knowledge, and works at 岳阳."""
    unit = "yueyang-branch"
    return hire(database, client, "岳编辑", (unit, "editor"), (unit, "handler"))


def asked(database: Database, *words: str) -> None:
    """Questions that got no answer."""
    with database.begin() as session:
        for text in words:
            gaps.keep(session, text, Answer("no_entry"), channel="web", at=clock.now())


async def test_alike_questions_stand_together_and_become_one_entry(
    database: Database, editor: Colleague
) -> None:
    asked(database, "网店搬家要不要重新备案", "网店搬家用重新备案吗", "食堂几点开饭")
    page = await editor.opens("/quality/gaps")
    assert "3 个问题没有答上，相近的放在一起，成了 2 组" in text_of(page)
    link = page.text.split("/console/knowledge/new?gaps=")[1].split('"')[0]
    form = await editor.opens(f"/knowledge/new?gaps={link}")
    assert "网店搬家要不要重新备案" in form.text
    assert "网店搬家用重新备案吗" in form.text
    assert f'name="gaps" value="{link}"' in form.text


async def test_what_needs_no_answer_is_settled_and_gone(
    database: Database, editor: Colleague
) -> None:
    asked(database, "食堂几点开饭")
    gone = await editor.sends("/quality/gaps/settle", ids="1")
    assert gone.status_code == 303
    assert "食堂" not in (await editor.opens("/quality/gaps")).text
    assert (await editor.sends("/quality/gaps/settle", ids="")).status_code == 400


async def test_a_handler_hands_a_question_to_the_editors_masked(
    database: Database, li: Colleague, editor: Colleague
) -> None:
    talk_id = talk(database, "我电话13873112345，展会上被抄了找谁")
    page = await li.opens(f"/talks/{talk_id}")
    assert "请知识库补答案" in page.text
    assert "写成答案" not in page.text
    done = await li.sends("/quality/gaps/suggest", talk=talk_id, seq="1")
    assert done.status_code == 303
    kept = row_of(database, UnansweredQuestion)
    assert (kept.outcome, "13873112345" in kept.question) == ("suggested", False)
    assert "同事提出" in (await editor.opens("/quality/gaps")).text
    foreign = talk(database, "别处的话", unit="changsha-municipal")
    assert (await li.sends("/quality/gaps/suggest", talk=foreign, seq="1")).status_code == 404


async def test_an_editor_answers_straight_from_a_transcript(
    database: Database, editor: Colleague
) -> None:
    talk_id = talk(database, "展会上被抄了找谁")
    assert "写成答案" in (await editor.opens(f"/talks/{talk_id}")).text
    form = await editor.opens(f"/knowledge/new?from={talk_id}&seq=1")
    assert "展会上被抄了找谁" in form.text


async def corrected(li: Colleague, database: Database) -> str:
    """A message of 岳阳 read as a complaint that was a question."""
    talk_id = talk(database, "岳阳有人卖假酒，我电话13873112345")
    await li.sends(f"/talks/{talk_id}/reading", seq="1", intent="ask_procedure")
    return talk_id


async def test_what_is_mixed_up_is_counted_for_ones_own_units(
    database: Database, client: httpx.AsyncClient, li: Colleague, wang: Colleague
) -> None:
    await corrected(li, database)
    shown = text_of(await wang.opens("/quality"))
    assert "举报投诉 问办事知识 1" in shown
    other = hire(database, client, "长沙主管", ("changsha-municipal", "supervisor"))
    assert "还没有更正过" in text_of(await other.opens("/quality"))
    assert "卖假酒" not in (await other.opens("/quality/readings")).text
    page = await wang.opens("/quality/readings?intent=ask_procedure")
    assert "卖假酒" in page.text
    assert "13873112345" not in page.text


async def test_corrections_are_taken_into_the_training_data_once(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    await corrected(li, database)
    file = await wang.sends("/quality/readings/export")
    (block,) = yaml.safe_load(file.text)["nlu"]
    assert block["intent"] == "ask_procedure"
    assert block["examples"].startswith("- 岳阳有人卖假酒")
    assert "13873112345" not in file.text
    assert (await wang.sends("/quality/readings/export")).status_code == 400


SURE, UNSURE = 0.9, 0.3


@pytest.mark.parametrize(
    ("was", "now", "right", "told"),
    [
        (Read("greet", SURE), Read("greet", SURE), None, SAME),
        (Read("greet", SURE), Read("greet", UNSURE), None, WORSE),
        (Read("nlu_fallback", SURE), Read("greet", SURE), None, BETTER),
        (Read("greet", SURE), Read("thank", SURE), None, OTHER),
        (Read("greet", SURE), Read("thank", SURE), "thank", BETTER),
        (Read("greet", SURE), Read("thank", SURE), "greet", WORSE),
        (Read("greet", SURE), Read("thank", SURE), "deny", OTHER),
        (Read("greet", SURE), Read("greet", UNSURE), "greet", WORSE),
        (Read("greet", UNSURE), Read("thank", UNSURE), None, SAME),
    ],
)
def test_a_second_reading_is_better_or_worse(
    was: Read, now: Read, right: str | None, told: str
) -> None:
    assert replays.verdict(was, now, right) == told


async def test_a_candidate_is_replayed_on_masked_words_and_its_lists_are_shown(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    await corrected(li, database)
    with database.begin() as session:
        asked = replays.questions(session, 10)
        assert [one.right for one in asked] == ["ask_procedure"]
        assert "13873112345" not in asked[0].text
        replays.ask(session, "newer.tar.gz", talks=10, by="王主管", at=clock.now())
    with database.begin() as session:
        replay = replays.take(session, at=clock.now())
        assert replay is not None
        assert replays.take(session, at=clock.now()) is None
        before, after = [Read("report_complaint", SURE)], [Read("ask_procedure", SURE)]
        replays.finish(session, replay, asked, before, after, at=clock.now())
    shown = text_of(await wang.opens("/quality/replays/1?tab=better"))
    assert "岳阳有人卖假酒" in shown
    assert "举报投诉 90%" in shown
    assert row_of(database, Replay).counts["better"] == 1


async def test_a_replay_is_the_provinces_and_of_a_candidate_that_exists(
    database: Database, client: httpx.AsyncClient, wang: Colleague
) -> None:
    unknown = await wang.sends("/quality/replays", model="../../etc/passwd", talks="10")
    assert unknown.status_code == 404
    chief = hire(database, client, "岳主管", ("yueyang-branch", "supervisor"))
    assert (await chief.opens("/quality/replays")).status_code == 403
    assert ("王主管", "/quality/replays", "NotFound") in refusals(database)


def test_of_two_wishes_for_the_same_replay_one_is_refused(database: Database) -> None:
    with database.begin() as session:
        replays.ask(session, "a.tar.gz", talks=5, by="王主管", at=clock.now())
    with pytest.raises(Refused, match="正在重放"), database.begin() as session:
        replays.ask(session, "a.tar.gz", talks=5, by="王主管", at=clock.now())


def test_a_candidate_serves_only_once_promoted(tmp_path: Path) -> None:
    folder = candidates.folder(tmp_path)
    folder.mkdir()
    (folder / "new.tar.gz").write_bytes(b"model")
    assert not list(tmp_path.glob("*.tar.gz"))
    assert candidates.promote(tmp_path, "new.tar.gz") == tmp_path / "new.tar.gz"
    assert candidates.listed(tmp_path) == []
