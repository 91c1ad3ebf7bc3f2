"""The doctor names what has to be mended, and only that."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot import db
from bot.conversations import inbox, pulse
from bot.conversations.inbox import Arrived
from bot.upkeep import doctor
from bot.upkeep.doctor import durability, examine
from bot.upkeep.finding import FAIL, OK, WARN, Finding
from tests.tickets.cast import AT


def _durable(engine: Engine) -> Iterator[Finding]:
    """The suite's own server is quick, not durable."""
    return (finding for finding in durability(engine) if finding.level != FAIL)


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office on a database, with a file where the model would be."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "m.tar.gz").write_bytes(b"")
    monkeypatch.setenv("HOTLINE_DATABASE_URL", database_url)
    monkeypatch.setenv("HOTLINE_MODEL_DIR", str(models))
    monkeypatch.setattr(doctor, "durability", _durable)
    # However slow the machine is, the engine counts as alive.
    monkeypatch.setattr(pulse, "FRESH", timedelta(days=1))
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://12330.example.cn")
    engine = db.make_engine(database_url)
    db.migrate(engine)
    with db.session_factory(engine).begin() as session:
        pulse.beat(session, "e1", model="m")
    engine.dispose()
    return tmp_path / "data"


def _bad(found: list[Finding], level: str = FAIL) -> str:
    return "\n".join(str(finding) for finding in found if finding.level == level)


def test_a_sound_office_has_nothing_to_mend(office: Path) -> None:
    found = examine(office)
    assert _bad(found) == ""
    assert "engines at work: 1" in _bad(found, OK)
    assert "not in production" in _bad(found, WARN)


def test_no_model_no_room_and_an_open_key_file_are_named(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOTLINE_MODEL_DIR", str(tmp_path / "none"))
    monkeypatch.setattr("bot.upkeep.doctor.LEAST_FREE", 1.1)
    office.mkdir()
    (office / "keys").write_text("x", encoding="utf-8")
    (office / "keys").chmod(0o644)
    bad = _bad(examine(office))
    assert "hotline train" in bad
    assert "make room" in bad
    assert "chmod 600" in bad


def test_an_old_schema_is_named(office: Path, database_url: str) -> None:
    engine = db.make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0017'"))
    engine.dispose()
    assert "stands at 0017" in _bad(examine(office))


def test_somebody_who_waits_and_a_message_given_up_are_named(
    office: Path, database_url: str
) -> None:
    engine = db.make_engine(database_url)
    with db.session_factory(engine).begin() as session:
        name = inbox.open_web_session(session, at=AT)[0].id
        inbox.accept(session, name, Arrived("web", "m", "在吗"), at=AT)
    engine.dispose()
    assert "somebody waits since" in _bad(examine(office))


def test_open_names_are_named_where_there_are_no_keys(
    office: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        return  # the embedded default makes its own keys
    monkeypatch.delenv("HOTLINE_KEYS")
    try:
        assert "lie open" in _bad(examine(office))
    finally:
        from bot import crypto
        from tests.conftest import KEYS

        crypto.use(crypto.parse(os.environ.get("HOTLINE_KEYS") or KEYS))


def test_a_database_that_is_not_there_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://hotline:s3cret-word@127.0.0.1:1/hotline"
    monkeypatch.setenv("HOTLINE_DATABASE_URL", url)
    bad = _bad(examine(tmp_path))
    assert "cannot be reached" in bad or "the database" in bad
    assert "s3cret-word" not in bad


def test_a_wrong_setting_is_the_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_RATE_LIMIT", "many")
    (finding,) = examine(tmp_path)
    assert finding.level == FAIL
    assert "HOTLINE_RATE_LIMIT" in finding.what


def test_a_server_that_may_forget_what_it_confirmed_is_named(database_url: str) -> None:
    engine = db.make_engine(database_url)
    named = _bad(list(durability(engine)))
    engine.dispose()
    if database_url.startswith("sqlite"):
        assert named == ""
    else:
        assert "fsync is off" in named
