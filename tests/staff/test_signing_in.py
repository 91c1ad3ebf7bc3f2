"""Signing in: the right password opens, everything else is turned away with one answer."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.staff import audit, service, signing_in, totp
from bot.staff.records import StaffAccount, StaffSession
from bot.staff.signing_in import Denied, Opened, SessionOver
from tests.colleagues import AT, PASSWORD, colleague

Factory = sessionmaker[Session]


def _opened(session: Session, code: str = "", *, after: float = 0) -> Opened:
    at = AT + timedelta(seconds=after)
    outcome = signing_in.sign_in(session, "周强", PASSWORD, code, at=at)
    assert isinstance(outcome, Opened)
    return outcome


def test_the_right_password_opens_a_session(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        opened = _opened(session)
        known = signing_in.signed_in(session, opened.token, at=AT)
        assert known.actor.name == "周强"
        assert known.actor.grants == {("yueyang-branch", "handler")}
        assert known.csrf == opened.csrf
        assert len(opened.token) >= 40


def test_the_token_itself_is_not_stored(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        opened = _opened(session)
        stored = session.scalars(select(StaffSession)).one()
        assert opened.token not in (stored.id, stored.csrf)


@pytest.mark.parametrize(
    ("name", "password"),
    [("周强", "wrong password"), ("没有的人", PASSWORD), ("", ""), ("周强", "")],
)
def test_every_wrong_sign_in_gets_the_same_answer(
    database: Factory, name: str, password: str
) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        assert signing_in.sign_in(session, name, password, at=AT) == Denied()


def test_five_wrong_passwords_lock_the_account_for_a_while(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        for _ in range(5):
            signing_in.sign_in(session, "周强", "wrong password", at=AT)
    with database.begin() as session:
        assert signing_in.sign_in(session, "周强", PASSWORD, at=AT) == Denied()
        assert audit.latest(session)[0].act == "staff.locked"
        _opened(session, after=301)


def test_each_further_failure_locks_longer_but_never_for_ever(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        at, locks = AT, []
        for _ in range(12):
            signing_in.sign_in(session, "周强", "wrong password", at=at)
            account = session.scalars(select(StaffAccount)).one()
            if account.locked_until is not None:
                locks.append(account.locked_until - at)
                at = account.locked_until
        assert locks == sorted(locks)
        assert locks[0] == timedelta(minutes=5)
        assert max(locks) == timedelta(hours=1)


def test_a_session_ends_when_idle_and_at_last_in_any_case(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        token = _opened(session).token
        with pytest.raises(SessionOver):
            signing_in.signed_in(session, token, at=AT + timedelta(minutes=30))
        at = AT
        while at < AT + timedelta(hours=9, minutes=50):
            at += timedelta(minutes=20)
            signing_in.keep_alive(session, token, at=at)
        with pytest.raises(SessionOver, match="重新登录"):
            signing_in.signed_in(session, token, at=AT + timedelta(hours=10))


def test_signing_out_ends_it_on_the_server(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        token = _opened(session).token
        signing_in.sign_out(session, token, at=AT)
        with pytest.raises(SessionOver):
            signing_in.signed_in(session, token, at=AT)


@pytest.mark.parametrize("change", ["off", "password", "revoke"])
def test_who_loses_rights_loses_the_session_at_once(database: Factory, change: str) -> None:
    with database.begin() as session:
        colleague(session, "周强")
        token = _opened(session).token
        account = service.named(session, "周强")
        if change == "off":
            service.switch(session, account, on=False, by="admin", at=AT)
        elif change == "password":
            service.set_password(session, account, "another password", by="admin", at=AT)
        else:
            held = {"unit": "yueyang-branch", "role": "handler"}
            service.revoke(session, account, by="admin", at=AT, **held)
    with database() as session, pytest.raises(SessionOver):
        signing_in.signed_in(session, token, at=AT)


def test_with_an_authenticator_the_password_alone_is_not_enough(database: Factory) -> None:
    secret = totp.new_secret()
    with database.begin() as session:
        colleague(session, "周强")
        account = service.named(session, "周强")
        code = pyotp.TOTP(secret).at(AT)
        service.confirm_totp(session, account, secret, code, at=AT)
        assert signing_in.sign_in(session, "周强", PASSWORD, at=AT) == Denied()
        assert signing_in.sign_in(session, "周强", PASSWORD, "000000", at=AT) == Denied()
        _opened(session, code)


def test_a_code_opens_only_once(database: Factory) -> None:
    secret = totp.new_secret()
    with database.begin() as session:
        colleague(session, "周强")
        service.set_totp(session, service.named(session, "周强"), secret, by="周强", at=AT)
        code = pyotp.TOTP(secret).at(AT)
        _opened(session, code)
        assert signing_in.sign_in(session, "周强", PASSWORD, code, at=AT) == Denied()
        _opened(session, pyotp.TOTP(secret).at(AT + timedelta(seconds=30)), after=30)


def test_of_many_tries_at_once_the_right_one_comes_too_late(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
    with db.reading(database) as session:
        tries = [signing_in.claimed(session, "周强", f"wrong password {n}") for n in range(5)]
        right = signing_in.claimed(session, "周强", PASSWORD)
    assert right.fits
    for claim in (*tries, right):
        with database.begin() as session:
            assert signing_in.decide(session, claim, at=AT) == Denied()


def test_a_password_changed_meanwhile_opens_nothing(database: Factory) -> None:
    with database.begin() as session:
        colleague(session, "周强")
    with db.reading(database) as session:
        claim = signing_in.claimed(session, "周强", PASSWORD)
    with database.begin() as session:
        account = service.named(session, "周强")
        service.set_password(session, account, "another password", by="admin", at=AT)
    with database.begin() as session:
        assert signing_in.decide(session, claim, at=AT) == Denied()
