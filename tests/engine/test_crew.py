"""A crew of engines: dead ones come back, hanging ones are ended, new ones replace old ones."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import db
from bot.conversations import inbox
from bot.conversations.claims import Taken
from bot.conversations.inbox import Arrived
from bot.conversations.records import Inbound
from bot.engine import crew as crew_module
from bot.engine import slips
from bot.engine.crew import Crew
from bot.engine.slips import Slip
from bot.errors import BadData
from bot.settings import Settings, load
from tests.people import START

Make = Callable[[int, crew_module.Play], Crew]


def settings(tmp_path: Path) -> Settings:
    return load({"HOTLINE_DATA_DIR": str(tmp_path)})


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Crew] = []

    def _make(size: int, play: crew_module.Play) -> Crew:
        made.append(Crew(settings(tmp_path), "crew", size, play))
        return made[-1]

    yield _make
    for crew in made:
        crew.stop()


def idle(_engine_id: str, slip: Slip, _taken: Taken) -> None:
    """An engine with nothing to do, until it is told to stop."""
    slip.end()
    while True:
        time.sleep(10)


def until(crew: Crew, done: Callable[[], bool], seconds: float = 20) -> None:
    """Keep the crew until something is so."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it never came to that"
        crew.look()
        time.sleep(0.01)


def pids(crew: Crew) -> set[int]:
    return {berth.pid for berth in crew.berths if berth.pid and berth.slip.is_alive}


def test_a_killed_engine_is_there_again(make: Make) -> None:
    crew = make(2, idle)
    until(crew, lambda: len(pids(crew)) == 2)
    before = pids(crew)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    until(crew, lambda: len(pids(crew)) == 2 and victim not in pids(crew))
    assert len(before & pids(crew)) == 1


def test_an_engine_that_hangs_in_a_turn_is_ended(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(_engine_id: str, slip: Slip, _taken: Taken) -> None:
        slip.begin(77)
        time.sleep(1000)

    monkeypatch.setattr(crew_module, "HANGS_AFTER", 0.2)
    crew = make(1, hangs)
    until(crew, lambda: bool(pids(crew)))
    first = pids(crew)
    until(crew, lambda: bool(pids(crew)) and pids(crew) != first)


def test_a_new_play_is_taken_up_engine_by_engine_and_somebody_is_always_there(make: Make) -> None:
    crew, least, look = make(2, idle), [9], Crew.look
    until(crew, lambda: len(pids(crew)) == 2)
    old = pids(crew)

    def counting() -> None:
        look(crew)
        least[0] = min(least[0], len(pids(crew)))

    crew.look = counting  # type: ignore[method-assign]
    assert crew.replace_all(lambda *lent: idle(*lent))
    assert least[0] == 2
    assert len(pids(crew)) == 2
    assert not old & pids(crew)


def test_when_the_new_ones_do_not_get_going_the_old_ones_stay(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_engine_id: str, _slip: Slip, _taken: Taken) -> None:
        raise BadData("nothing works")

    monkeypatch.setattr(crew_module, "READY_WITHIN", 0.5)
    crew = make(2, idle)
    until(crew, lambda: len(pids(crew)) == 2)
    old = pids(crew)
    assert not crew.replace_all(broken)
    assert pids(crew) == old


def test_who_dies_at_once_again_and_again_is_not_started_again_at_once(make: Make) -> None:
    starts = []

    def dies(_engine_id: str, _slip: Slip, _taken: Taken) -> None:
        os._exit(1)

    crew = make(1, dies)
    end = time.monotonic() + 0.9
    while time.monotonic() < end:
        crew.look()
        starts.append(crew.berths[0].started)
    assert len(set(starts)) <= crew_module.QUICK_DEATHS + 1


def test_the_message_that_an_engine_dies_of_is_counted(tmp_path: Path, make: Make) -> None:
    factory = db.session_factory(db.make_engine(settings(tmp_path).database_url))
    db.migrate(factory.kw["bind"])
    with factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
        inbox.accept(session, conversation.id, Arrived("web", "1", "你好"), at=START)
    factory.kw["bind"].dispose()

    def dies_of_it(_engine_id: str, slip: Slip, _taken: Taken) -> None:
        slip.begin(1)
        os.kill(os.getpid(), signal.SIGKILL)

    crew = make(1, dies_of_it)

    def attempts() -> int:
        with db.reading(factory) as session:
            counted = session.get_one(Inbound, 1).attempts
        factory.kw["bind"].dispose()
        return counted

    until(crew, lambda: attempts() >= 2)


def test_a_slip_left_by_a_crew_that_is_gone_is_counted_by_the_next(
    tmp_path: Path, make: Make
) -> None:
    path = tmp_path / "engines" / "crew.slips"
    slips.on_disk(path, 2)[0].begin(5)
    assert slips.on_disk(path, 2)[0].inbox_id == 5


def test_two_crews_of_one_name_do_not_share_their_slips(tmp_path: Path) -> None:
    held = slips.on_disk(tmp_path / "crew.slips", 1)
    with pytest.raises(BadData, match="another crew"):
        slips.on_disk(tmp_path / "crew.slips", 1, patience=0.1)
    assert held[0].inbox_id == 0
