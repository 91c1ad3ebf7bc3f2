"""Questions without an answer are kept masked, and alike ones counted together."""

from bot import settings
from bot.knowledge import files, gaps
from bot.knowledge.library import Answer
from bot.knowledge.records import AnswerVote
from tests.conftest import NOON
from tests.tickets.cast import Factory


def test_alike_questions_form_one_cluster_with_counts(database: Factory) -> None:
    words = files.load_words(settings.load().knowledge_dir)
    asked = ("专利代理师考试怎么报名", "专利代理师考试报名怎么报", "明天讲座在几楼")
    with database.begin() as session:
        for question in asked:
            gaps.keep(session, question, Answer("no_entry"), channel="web", at=NOON)
    with database() as session:
        found = gaps.clusters(gaps.open_questions(session), words.features)
    assert [cluster.count for cluster in found] == [2, 1]
    assert found[0].outcomes == {"no_entry": 2}


def test_what_is_kept_holds_no_phone(database: Factory) -> None:
    with database.begin() as session:
        gaps.keep(
            session, "我电话13873112345,咋搞", Answer("not_understood"), channel="web", at=NOON
        )
        kept = gaps.open_questions(session)[0].question
    assert "13873112345" not in kept


def test_a_second_vote_replaces_the_first(database: Factory) -> None:
    with database.begin() as session:
        gaps.vote(session, "c1", "fee", useful=True, at=NOON)
        session.flush()
        gaps.vote(session, "c1", "fee", useful=False, at=NOON)
    with database() as session:
        votes = session.query(AnswerVote).all()
        assert [vote.useful for vote in votes] == [False]
