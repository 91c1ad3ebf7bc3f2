"""A backup taken while people write is restored elsewhere, whole; the erased stay erased."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from bot import crypto, db
from bot import settings as settings_module
from bot.conversations import files, inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Inbound, Message, StoredFile
from bot.errors import BadData
from bot.privacy import erasure
from bot.settings import Settings
from bot.tickets.records import Ticket
from bot.upkeep import backup, sealing
from tests import postgres
from tests.front.conftest import PNG
from tests.tickets.cast import AT, Factory, opened


@pytest.fixture
def elsewhere(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'hotline.db'}"
        return
    with postgres.empty_database(request.getfixturevalue("postgres_url")) as url:
        yield url


def _settings(url: str, folder: Path, **env: str) -> Settings:
    keys = os.environ["HOTLINE_KEYS"]
    return settings_module.load(
        {"HOTLINE_DATABASE_URL": url, "HOTLINE_KEYS": keys, **env}, data_dir=folder
    )


def _lives(url: str, settings: Settings) -> tuple[sessionmaker[Session], str]:
    """An office with a talk, a file and a matter."""
    engine = db.make_engine(url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    with factory.begin() as session:
        name = inbox.open_web_session(session, at=AT)[0].id
        inbox.accept(session, name, Arrived("web", "m-0", "我是李敏"), at=AT)
        files.keep(session, PNG, "照片.png", name, settings.files_dir, AT)
        opened(session, applicant_name="李敏")
    return factory, name


def _count(factory: Factory, kind: type) -> int:
    with db.reading(factory) as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_backup_taken_under_writing_is_whole_elsewhere(
    database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    settings = _settings(database_url, tmp_path / "here")
    factory, name = _lives(database_url, settings)
    stopping, written = threading.Event(), [1]

    def write() -> None:
        while not stopping.is_set():
            with factory.begin() as session:
                said = Arrived("web", f"m-{written[0]}", "还有一句")
                inbox.accept(session, name, said, at=AT)
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        before = written[0]
        made = backup.make(settings, tmp_path / "backups" / "one.backup")
    finally:
        stopping.set()
        writer.join()
    there = _settings(elsewhere, tmp_path / "there")
    done = backup.restore(there, made)
    assert done.broken == []
    assert done.files == 1
    engine = db.make_engine(elsewhere)
    restored = db.session_factory(engine)
    count = _count(restored, Inbound)
    assert before <= count <= written[0]
    with db.reading(restored) as session:
        seqs = list(session.scalars(select(Inbound.seq).order_by(Inbound.id)))
        assert seqs == list(range(1, count + 1))
        assert session.scalars(select(Ticket.applicant_name)).one() == "李敏"
        digest = session.scalars(select(StoredFile.sha256)).one()
        assert files.path_of(there.files_dir, digest).read_bytes() == PNG
        if engine.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    engine.dispose()
    factory.kw["bind"].dispose()


def test_the_backup_shows_nothing_and_needs_the_keys(database_url: str, tmp_path: Path) -> None:
    settings = _settings(database_url, tmp_path / "here")
    factory, _ = _lives(database_url, settings)
    made = backup.make(settings, tmp_path / "one.backup")
    raw = made.read_bytes()
    assert PNG not in raw
    assert "李敏".encode() not in raw
    assert made.stat().st_mode & 0o077 == 0
    with pytest.raises(BadData, match="sealed with the key"):
        sealing.open_to(made, tmp_path / "x", None)
    factory.kw["bind"].dispose()


def test_who_was_erased_since_stays_erased_after_the_restore(
    database_url: str, elsewhere: str, tmp_path: Path
) -> None:
    settings = _settings(database_url, tmp_path / "here")
    factory, name = _lives(database_url, settings)
    made = backup.make(settings, tmp_path / "one.backup")
    order = {"at": AT.isoformat(), "by": "a", "why": "w", "talk": name}
    orders = tmp_path / "kept.jsonl"
    erasure.keep_order(orders, order)
    there = _settings(elsewhere, tmp_path / "there", HOTLINE_ERASURES=str(orders))
    done = backup.restore(there, made)
    assert done.erased_again == 1
    assert done.broken == []
    engine = db.make_engine(elsewhere)
    assert _count(db.session_factory(engine), Message) == 0
    assert [path for path in there.files_dir.rglob("*") if path.is_file()] == []
    engine.dispose()
    factory.kw["bind"].dispose()


def test_a_database_that_is_not_empty_is_left_as_it_is(database_url: str, tmp_path: Path) -> None:
    settings = _settings(database_url, tmp_path / "here")
    factory, _ = _lives(database_url, settings)
    made = backup.make(settings, tmp_path / "one.backup")
    with pytest.raises(BadData, match="not empty"):
        backup.restore(settings, made)
    assert _count(factory, Ticket) == 1
    factory.kw["bind"].dispose()


@pytest.mark.parametrize("size", [0, 1, sealing.PIECE, sealing.PIECE + 1, 3 * sealing.PIECE])
def test_a_file_of_any_size_comes_out_as_it_went_in(size: int, tmp_path: Path) -> None:
    ring = crypto.ring()
    assert ring is not None
    plain, sealed, back = (tmp_path / name for name in ("plain", "sealed", "back"))
    plain.write_bytes(os.urandom(size))
    sealing.seal(plain, sealed, ring)
    assert sealing.is_sealed(sealed)
    sealing.open_to(sealed, back, ring)
    assert back.read_bytes() == plain.read_bytes()


def test_a_backup_that_was_cut_changed_or_reordered_is_refused(tmp_path: Path) -> None:
    ring = crypto.ring()
    assert ring is not None
    plain, sealed, back = (tmp_path / name for name in ("plain", "sealed", "back"))
    plain.write_bytes(os.urandom(2 * sealing.PIECE))
    sealing.seal(plain, sealed, ring)
    whole = sealed.read_bytes()
    head = whole.index(b"\n") + 1
    piece = (len(whole) - head) // 2
    first, second = whole[head : head + piece], whole[head + piece :]
    flipped = bytearray(whole)
    flipped[-1] ^= 1
    cut, turned = whole[:head] + first, whole[:head] + second + first
    for broken in (cut, whole[:-5], bytes(flipped), turned, whole + b"x"):
        sealed.write_bytes(broken)
        with pytest.raises(BadData, match="changed or cut off"):
            sealing.open_to(sealed, back, ring)
