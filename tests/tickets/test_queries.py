"""Who may see a ticket, and which tickets a list shows."""

from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.tickets import queries, service
from bot.tickets.queries import Filters
from tests.tickets.cast import AT, Factory, opened

STRANGE_PROOFS = ["２３４５", "12345", "345", "", " ", "四位数", "\x00\x00\x00\x00", "🙂🙂🙂🙂"]
NO_NUMBERS = ["", "HN", "'; DROP TABLE tickets; --", "HN-0000-00000", "票" * 50, "\x00"]


def test_a_strange_proof_is_simply_not_a_proof(database: Factory) -> None:
    with database.begin() as session:
        number = opened(session).number
        for proof in STRANGE_PROOFS:
            with pytest.raises(NotFound):
                queries.look_up(session, number, phone_last4=proof)


def test_a_ticket_without_a_phone_has_no_proof_by_phone(database: Factory) -> None:
    with database.begin() as session:
        for phone in (None, "", "12"):
            number = opened(session, f"form-{phone}", phone=phone).number
            for proof in ("", "12", None):
                with pytest.raises(NotFound):
                    queries.look_up(session, number, phone_last4=proof)


def test_a_conversation_that_is_not_known_opens_nothing(database: Factory) -> None:
    with database.begin() as session:
        number = opened(session).number
        with pytest.raises(NotFound):
            queries.look_up(session, number)


def test_what_is_no_number_finds_nothing(database: Factory) -> None:
    with database.begin() as session:
        for asked in NO_NUMBERS:
            assert queries.by_number(session, asked) is None


def test_a_list_can_be_narrowed(database: Factory) -> None:
    with database.begin() as session:
        here = opened(session, "a")
        there = opened(session, "b", center_id="provincial", category="assistance")
        service.withdraw(session, there, by="person", why="和解", at=AT)
        by_unit = queries.list_tickets(session, only=Filters(center_id="yueyang-branch"))
        by_status = queries.list_tickets(session, only=Filters(status="withdrawn"))
        by_category = queries.list_tickets(session, only=Filters(category="assistance"))
        assert (by_unit, by_status, by_category) == ([here], [there], [there])
        assert queries.list_tickets(session) == [there, here]


def test_only_a_live_matter_can_be_late(database: Factory) -> None:
    late = Filters(due_before=AT + timedelta(days=60))
    with database.begin() as session:
        waiting = opened(session, "a")
        service.withdraw(session, opened(session, "b"), by="person", why="和解", at=AT)
        assert queries.list_tickets(session, only=late) == [waiting]
        assert queries.list_tickets(session, only=Filters(due_before=AT)) == []


def test_pages_neither_repeat_nor_lose_a_ticket(database: Factory) -> None:
    with database.begin() as session:
        made = {opened(session, f"form-{n}").id for n in range(7)}
        seen: list[int] = []
        while page := queries.list_tickets(session, limit=3, before_id=min(seen, default=None)):
            seen += [ticket.id for ticket in page]
        assert seen == sorted(made, reverse=True)


def test_many_tickets_are_shown_exactly_as_one_by_one(database: Factory) -> None:
    with database.begin() as session:
        for n in range(5):
            ticket = opened(session, f"form-{n}")
            service.supplement(session, ticket, text="x", evidence=[], by="person", at=AT)
        tickets = queries.list_tickets(session, limit=None)
        one_by_one = [queries.as_json(session, ticket) for ticket in tickets]
        assert queries.all_as_json(session, tickets) == one_by_one


def test_the_same_words_a_moment_later_may_be_the_same_matter(database: Factory) -> None:
    with database.begin() as session:
        ticket = opened(session)
        soon, later = AT + timedelta(minutes=5), AT + timedelta(hours=5)
        words = ticket.description
        assert queries.possible_duplicate(session, "c1", words, soon) is ticket
        assert queries.possible_duplicate(session, "c1", words, later) is None
        assert queries.possible_duplicate(session, "c2", words, soon) is None
        assert queries.possible_duplicate(session, "c1", "别的事", soon) is None
