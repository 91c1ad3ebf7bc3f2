"""Staff decide; every decision leaves one event, and one against the person needs its reason."""

import pytest

from bot.tickets import decisions, lifecycle, queries, service
from tests.tickets.cast import AT, STAFF, Factory, opened


def test_an_accepted_matter_is_accepted_with_one_event(database: Factory) -> None:
    with database.begin() as session:
        ticket = decisions.accept(session, opened(session), why="属于本中心", **STAFF)
        assert ticket.status == lifecycle.ACCEPTED
        events = queries.events_of(session, ticket)
        assert [event.verb for event in events] == ["open", "accept"]
        assert events[-1].detail == {"from": "opened", "to": "accepted"}


def test_nobody_is_turned_away_without_a_reason(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session)
        for why in ("", "   ", "\n"):
            with pytest.raises(decisions.ReasonMissing, match="写明理由"):
                decisions.decline(session, ticket, why=why, **STAFF)
        assert ticket.status == lifecycle.OPENED
        assert len(queries.events_of(session, ticket)) == 1


def test_a_decline_keeps_its_reason_in_the_trail(database: Factory) -> None:
    with database.begin() as session:
        ticket = decisions.decline(session, opened(session), why=" 不属知识产权 ", **STAFF)
        assert ticket.status == lifecycle.DECLINED
        assert queries.as_json(session, ticket)["events"][-1]["why"] == "不属知识产权"


def test_only_staff_may_decline_or_close(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session)
        for role in ("person", "system", "bot"):
            for decide in (decisions.accept, decisions.decline, decisions.close):
                with pytest.raises(lifecycle.NotAllowed):
                    decide(session, ticket, why="试试", **{**STAFF, "role": role})


def test_a_missing_paper_comes_and_the_matter_stands_open_again(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session)
        decisions.ask_supplement(session, ticket, why="请补充购物凭证", **STAFF)
        assert ticket.status == lifecycle.AWAITING_SUPPLEMENT
        file = {"name": "小票.jpg", "sha256": "ab" * 32}
        service.supplement(session, ticket, text="小票", evidence=[file], by="person", at=AT)
        assert ticket.status == lifecycle.OPENED
        assert ticket.evidence == [file]


def test_the_same_file_twice_is_one_piece_of_evidence(database: Factory) -> None:
    file = {"name": "小票.jpg", "sha256": "ab" * 32}
    with database.begin() as session:
        ticket = opened(session, evidence=[file])
        service.supplement(session, ticket, text="", evidence=[file], by="person", at=AT)
        assert ticket.evidence == [file]


def test_the_whole_life_of_a_matter_can_be_walked(database: Factory) -> None:
    walk = [
        ("accept", "handler"),
        ("assign", "supervisor"),
        ("begin", "handler"),
        ("decide", "handler"),
        ("close", "handler"),
        ("follow_up", "handler"),
        ("reopen", "supervisor"),
        ("refer", "handler"),
    ]
    with database.begin() as session:
        ticket = opened(session)
        for verb, role in walk:
            service.act(session, ticket, verb, by="周强", role=role, why="办理", at=AT)
        verbs = [event.verb for event in queries.events_of(session, ticket)]
        assert verbs == ["open", *(verb for verb, _ in walk)]
        assert ticket.status == lifecycle.REFERRED


def test_a_withdrawn_matter_stays_withdrawn(database: Factory) -> None:
    with database.begin() as session:
        ticket = service.withdraw(session, opened(session), by="person", why="和解", at=AT)
        for decide in (decisions.accept, decisions.decline, decisions.close):
            with pytest.raises(lifecycle.WrongStatus, match="已撤回"):
                decide(session, ticket, why="再办", **STAFF)
