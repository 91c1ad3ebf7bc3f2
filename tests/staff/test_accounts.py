"""Accounts are made, given roles and switched off; the trail of it cannot be rewritten."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session, sessionmaker

from bot.errors import Refused
from bot.staff import audit, queries, service
from bot.staff.records import AuditEvent, AuditIsInsertOnly, StaffAccount
from tests.colleagues import AT, PASSWORD, colleague

Factory = sessionmaker[Session]


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaa", "x" * 201, "周强周强周强"])
def test_a_password_that_is_easily_guessed_is_refused(database: Factory, password: str) -> None:
    with database.begin() as session, pytest.raises(Refused):
        service.add(
            session, "周强", unit="provincial", role="admin", password=password, by="t", at=AT
        )


def test_the_password_is_stored_as_argon2(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        stored = session.scalars(select(StaffAccount)).one().password_hash
        assert stored.startswith("$argon2id$")
        assert PASSWORD not in stored


def test_a_name_is_taken_only_once(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        with pytest.raises(service.NameTaken, match="staff grant"):
            colleague(session, " 周强 ")


def test_a_role_that_does_not_exist_is_refused_with_those_that_do(database: Factory) -> None:
    with database.begin() as session, pytest.raises(Refused, match="supervisor"):
        colleague(session, "周强", role="root")


def test_roles_at_several_units_are_kept_and_taken(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        account = service.named(session, "周强")
        for _ in range(2):
            service.grant(session, account, unit="provincial", role="auditor", by="admin", at=AT)
        assert len(account.grants) == 2
        assert queries.actor_of(account).home == "provincial"
        service.revoke(session, account, unit="provincial", role="auditor", by="admin", at=AT)
    with database() as session:
        found = queries.actor_of(service.named(session, "周强"))
        assert found.grants == {("yueyang-branch", "handler")}


def test_supervisors_of_a_unit_without_any_are_the_provinces(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "省主管", "provincial", "supervisor")
        colleague(session, "岳阳承办人")
        assert [one.name for one in queries.supervisors(session, "yueyang-branch")] == ["省主管"]
        colleague(session, "岳阳主管", role="supervisor")
        assert [one.name for one in queries.supervisors(session, "yueyang-branch")] == ["岳阳主管"]


def test_every_change_of_an_account_is_in_the_trail(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        account = service.named(session, "周强")
        service.set_password(session, account, "another password", by="admin", at=AT)
        service.switch(session, account, on=False, by="admin", at=AT)
        acts = [event.act for event in reversed(audit.latest(session))]
        assert acts == ["staff.add", "staff.grant", "staff.password", "staff.off"]
        assert audit.verify(session) == []


def test_the_audit_trail_only_grows(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
    with database() as session:
        for statement in (update(AuditEvent).values(why="x"), delete(AuditEvent)):
            with pytest.raises(AuditIsInsertOnly):
                session.execute(statement)
        event = session.scalars(select(AuditEvent)).first()
        session.delete(event)
        with pytest.raises(AuditIsInsertOnly):
            session.flush()


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE audit_events SET act='x' WHERE seq=1", [1]),
        ("DELETE FROM audit_events WHERE seq=1", [2]),
        ("UPDATE audit_events SET \"by\"='别人' WHERE seq=2", [2]),
    ],
)
def test_tampering_with_the_audit_trail_is_found(
    database: Factory, tampering: str, found: list[int]
) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        session.execute(text(tampering))
        assert [broken.seq for broken in audit.verify(session)] == found


def test_a_tail_cut_off_is_betrayed_by_what_was_noted_outside(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        last = audit.newest(session)
        assert last is not None
        kept = f"{last.seq}:{last.hash}"
        assert audit.holds(session, kept)
        session.execute(text(f"DELETE FROM audit_events WHERE seq={last.seq}"))
        session.expire_all()
        assert audit.verify(session) == []
        assert not audit.holds(session, kept)
