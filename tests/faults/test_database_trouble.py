"""The database fails at any call, is locked, full or read-only: nothing is lost or doubled."""

import asyncio
import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot import db
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Inbound, Message
from bot.engine.turn import Engine
from bot.outages import is_outage
from bot.tickets import trail
from bot.tickets.records import Ticket
from tests.conftest import Brain
from tests.faults.test_kill import _engine, _ready_to_submit, _submit
from tests.people import START
from tests.tickets.cast import Factory


def _work(engine: Engine, person: Any) -> int:
    return asyncio.run(engine.work(person.now))


def _tried(call: Callable[[], int]) -> tuple[int, Exception | None]:
    try:
        return call(), None
    except SQLAlchemyError as error:
        return 0, error


@contextmanager
def _fails_at_call(engine: Engine, number: int) -> Iterator[list[int]]:
    """The so-many-th statement fails as when the connection is lost; how many there were."""
    calls = [0]

    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        calls[0] += 1
        if calls[0] == number:
            raise OperationalError(statement, None, sqlite3.OperationalError("disk I/O error"))

    bind = engine.factory.kw["bind"]
    event.listen(bind, "before_cursor_execute", fail)
    try:
        yield calls
    finally:
        event.remove(bind, "before_cursor_execute", fail)


@pytest.mark.model
@pytest.mark.slow
def test_whichever_call_of_the_filing_turn_fails_there_is_one_ticket_and_one_reply(
    database_url: str, brain: Brain
) -> None:
    engine = _engine(database_url, brain)
    person = _ready_to_submit(engine)
    seq = _submit(person, "submit-1")
    for number in range(1, 400):
        with _fails_at_call(engine, number) as calls:
            done, failed = _tried(lambda: _work(engine, person))
        assert failed is None or is_outage(failed)
        if calls[0] < number:
            assert done == 1
            break
        with db.reading(engine.factory) as session:
            assert session.scalar(select(func.count()).select_from(Ticket)) == 0
            status = session.scalars(select(Inbound.status).where(Inbound.seq == seq)).one()
            assert status == "waiting"
    assert number > 15, "hardly a turn"
    with db.reading(engine.factory) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1
        answers = select(Message).where(Message.reply_to == seq)
        assert len(session.scalars(answers).all()) == 1
        assert trail.verify(session) == []
    engine.factory.kw["bind"].dispose()


def _accept(factory: Factory, name: str, external: str) -> int:
    with factory.begin() as session:
        return inbox.accept(session, name, Arrived("web", external, "有人卖假货"), at=START)


def _open(factory: Factory) -> str:
    with factory.begin() as session:
        return inbox.open_web_session(session, at=START)[0].id


def _kept(factory: Factory) -> int:
    with db.reading(factory) as session:
        return session.scalar(select(func.count()).select_from(Inbound)) or 0


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Factory]:
    engine = db.make_engine(f"sqlite:///{tmp_path / 'hotline.db'}")
    db.migrate(engine)
    yield db.session_factory(engine)
    engine.dispose()


def _file(factory: Factory) -> Path:
    return Path(str(factory.kw["bind"].url.database))


def test_another_writer_for_two_seconds_delays_a_message_and_no_more(on_sqlite: Factory) -> None:
    name = _open(on_sqlite)
    other = sqlite3.connect(_file(on_sqlite), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(2.0, lambda: other.execute("COMMIT")).start()
    began = time.monotonic()
    assert _accept(on_sqlite, name, "m-1") == 1
    assert time.monotonic() - began > 1.0
    other.close()


def test_a_full_disk_loses_nothing_that_was_acknowledged_and_recovers(on_sqlite: Factory) -> None:
    name = _open(on_sqlite)
    _accept(on_sqlite, name, "m-0")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_file(on_sqlite).stat().st_size, hard))
    acknowledged, refused = 1, 0
    try:
        for number in range(1, 400):
            seq, failed = _tried(lambda number=number: _accept(on_sqlite, name, f"m-{number}"))
            assert failed is None or is_outage(failed)
            acknowledged += bool(seq)
            refused += failed is not None
            if refused == 3:
                break
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert refused == 3
    assert _kept(on_sqlite) == acknowledged
    _accept(on_sqlite, name, "after")
    assert _kept(on_sqlite) == acknowledged + 1
    with on_sqlite() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_read_only_database_refuses_openly_and_works_again_afterwards(
    database: Factory,
) -> None:
    name = _open(database)
    with _read_only(database), pytest.raises(SQLAlchemyError) as refused:
        _accept(database, name, "m-1")
    assert is_outage(refused.value)
    assert _accept(database, name, "m-1") == 1
    assert _kept(database) == 1


@contextmanager
def _read_only(factory: Factory) -> Iterator[None]:
    """As after a failover to a standby, or on a disk that was mounted read-only."""
    bind = factory.kw["bind"]
    postgres = bind.dialect.name == "postgresql"
    word = "SET TRANSACTION READ ONLY" if postgres else "PRAGMA query_only = ON"

    def forbid(connection: Any) -> None:
        connection.exec_driver_sql(word)

    event.listen(bind, "begin", forbid)
    try:
        yield
    finally:
        event.remove(bind, "begin", forbid)
        bind.dispose()


def test_a_duplicate_that_comes_while_the_first_is_being_stored_is_the_same_message(
    database: Factory,
) -> None:
    name = _open(database)
    seqs: list[int] = []
    calls = [
        threading.Thread(target=lambda: seqs.append(_accept(database, name, "m-1")))
        for _ in range(8)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert seqs == [1] * 8
    assert _kept(database) == 1
