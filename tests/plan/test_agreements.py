"""Agreements and commissioned projects: parties see them, the keeper changes them, step by step."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot.errors import NotFound, Refused
from bot.plan import agreements
from bot.plan.agreement_records import Agreement
from bot.plan.agreements import Terms
from bot.staff.actor import Actor, Forbidden
from tests.colleagues import AT, colleague
from tests.handover.cast import Factory

TODAY = date(2026, 11, 24)


def terms(**changed: object) -> Terms:
    facts: dict[str, object] = {
        "kind": "framework",
        "title": "共同推进知识产权维权援助工作的协议",
        "unit": "provincial",
        "parties": ("provincial", "yueyang-branch", "长沙市某高校"),
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return Terms(**{**facts, **changed})  # type: ignore[arg-type]


def province(session: Session) -> Actor:
    return colleague(session, "省主管", "provincial", "supervisor")


def signed(session: Session, by: Actor) -> Agreement:
    agreement = agreements.draft(session, by, terms(), at=AT)
    for state in ("sent", "signed"):
        agreements.set_state(session, by, agreement.id, state, on=TODAY, at=AT)
    return agreement


def test_an_agreement_is_drafted_sent_signed_and_runs_out(database: Factory) -> None:
    with database.begin() as session:
        by = province(session)
        agreement = signed(session, by)
        assert agreement.signed_on == TODAY
        assert agreements.ending(session, by, until=date(2027, 1, 1)) == [agreement]
        agreements.set_state(session, by, agreement.id, "ended", on=TODAY, at=AT)
        assert agreements.ending(session, by, until=date(2027, 1, 1)) == []


def test_once_signed_only_documents_are_added(database: Factory) -> None:
    with database.begin() as session:
        by = province(session)
        agreement = signed(session, by)
        with pytest.raises(Refused, match="不能再改"):
            agreements.change(session, by, agreement.id, terms(title="别的"), at=AT)
        agreements.attach(session, by, agreement.id, name="签署件.pdf", sha256="0" * 64, at=AT)
        assert agreement.documents == [{"name": "签署件.pdf", "sha256": "0" * 64}]


def test_a_party_reads_it_but_only_the_keeper_changes_it(database: Factory) -> None:
    with database.begin() as session:
        agreement = agreements.draft(session, province(session), terms(), at=AT)
        party = colleague(session, "岳阳主管", role="supervisor")
        stranger = colleague(session, "外人", "hengyang-branch", "supervisor")
        assert agreements.listed(session, party) == [agreement]
        with pytest.raises(Forbidden):
            agreements.set_state(session, party, agreement.id, "sent", on=TODAY, at=AT)
        assert agreements.listed(session, stranger) == []
        with pytest.raises(NotFound):
            agreements.seen(session, stranger, agreement.id)


def test_a_commissioned_project_stands_under_a_framework(database: Factory) -> None:
    with database.begin() as session:
        by = province(session)
        above = agreements.draft(session, by, terms(), at=AT)
        below = terms(kind="project", title="12330热线宣传", under_id=above.id, amount="50000")
        project = agreements.draft(session, by, below, at=AT)
        assert (project.under_id, project.amount_fen) == (above.id, 5_000_000)
        with pytest.raises(Refused, match="合作框架协议下面"):
            agreements.draft(session, by, terms(kind="project", under_id=project.id), at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "loan"},
        {"title": ""},
        {"parties": ("provincial", "provincial")},
        {"ends_on": date(2025, 1, 1)},
        {"amount": "一点"},
    ],
)
def test_terms_that_make_no_sense_are_refused(database: Factory, wrong: dict[str, object]) -> None:
    with database.begin() as session, pytest.raises(Refused):
        agreements.draft(session, province(session), terms(**wrong), at=AT)


@pytest.mark.parametrize("state", ["signed", "running", "checked", "draft", "nonsense"])
def test_no_step_is_left_out(database: Factory, state: str) -> None:
    with database.begin() as session:
        by = province(session)
        agreement = agreements.draft(session, by, terms(), at=AT)
        with pytest.raises(Refused):
            agreements.set_state(session, by, agreement.id, state, on=TODAY, at=AT)
