"""The engine dies by SIGKILL at every step of the turn that files a ticket; nothing is lost or
doubled. A fork of the loaded engine dies in its stead, as a crash does: no cleanup runs.
"""

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import db
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Inbound, Message
from bot.engine import slips
from bot.engine.slips import Slip
from bot.engine.turn import Engine
from bot.tickets import trail
from bot.tickets.records import Ticket
from tests.conftest import Brain
from tests.people import START, Person

pytestmark = [pytest.mark.model, pytest.mark.slow]

POINTS = [
    "turn.after_claim",
    "ticket.before_event",
    "ticket.after_event",
    "turn.before_replies",
    "turn.before_commit",
    "turn.after_commit",
]
STORY = "我要举报株洲天元区有个仓库在批发假冒名牌鞋,就在新马路那边的仓库里"


@pytest.fixture
def slip(tmp_path: Path) -> Slip:
    """A slip that outlives the engine writing on it."""
    return slips.on_disk(tmp_path / "crew.slips", 1)[0]


def _engine(url: str, brain: Brain) -> Engine:
    database = db.make_engine(url)
    db.migrate(database)
    return Engine("engine-1", db.session_factory(database), *brain)


def _ready_to_submit(engine: Engine) -> Person:
    with engine.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
    person = Person(engine, conversation.id)
    person.says(STORY)
    person.presses("匿名")
    answers = {"ip_type": "商标", "relation": "举报"}
    while person.slots["requested_slot"] != "confirmed":
        person.says(answers.get(person.slots["requested_slot"], "不知道"))
    return person


def _submit(person: Person, external_id: str) -> int:
    button = next(b for m in reversed(person.heard) for b in m["buttons"] if b["title"] == "提交")
    with person.engine.factory.begin() as session:
        pressed = inbox.press(session, person.conversation_id, button["id"])
        arrived = Arrived("web", external_id, pressed.title, pressed.payload)
        return inbox.accept(session, person.conversation_id, arrived, at=person.now)


def _dies_at(point: str, url: str, brain: Brain, person: Person, slip: Slip) -> None:
    child = os.fork()
    if child == 0:
        os.environ["HOTLINE_FAULTS"] = f"{point}=kill"
        victim = Person(_engine(url, brain), person.conversation_id, now=person.now)
        victim.engine.slip = slip
        victim.work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"the engine outlived {point}"
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_step_there_is_one_ticket_and_one_reply(
    point: str, database_url: str, brain: Brain, slip: Slip
) -> None:
    engine = _engine(database_url, brain)
    person = _ready_to_submit(engine)
    seq = _submit(person, "submit-1")
    # The parent's connections must not be shared with the fork.
    engine.factory.kw["bind"].dispose()
    _dies_at(point, database_url, brain, person, slip)

    assert slip.inbox_id != 0
    slips.settle(engine.factory, slip)
    person.listens(seq)
    assert _submit(person, "submit-1") == seq
    person.work()

    with db.reading(engine.factory) as session:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1
        replies = session.scalars(
            select(Message).where(Message.reply_to == seq, Message.sender == "bot")
        ).all()
        assert len(replies) == 1
        assert session.scalars(select(Ticket.number)).one() in replies[0].text
        assert session.scalars(select(Inbound.status).where(Inbound.seq == seq)).one() == "done"
        seqs = list(session.scalars(select(Message.seq).order_by(Message.seq)))
        assert seqs == list(range(1, len(seqs) + 1))
        assert trail.verify(session) == []
        assert session.get_one(Conversation, person.conversation_id).waiting_since is None
    engine.factory.kw["bind"].dispose()


def test_killed_while_accepting_the_message_is_not_half_there(
    database_url: str, brain: Brain
) -> None:
    engine = _engine(database_url, brain)
    with engine.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
    engine.factory.kw["bind"].dispose()
    child = os.fork()
    if child == 0:
        os.environ["HOTLINE_FAULTS"] = "accept.before_commit=kill"
        victim = _engine(database_url, brain)
        with victim.factory.begin() as session:
            inbox.accept(session, conversation.id, Arrived("web", "m-1", "你好"), at=START)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    with engine.factory.begin() as session:
        arrived = Arrived("web", "m-1", "你好")
        assert inbox.accept(session, conversation.id, arrived, at=START) == 1
    engine.factory.kw["bind"].dispose()


def test_a_message_that_kills_the_engine_every_time_ends_in_an_apology(
    database_url: str, brain: Brain, slip: Slip
) -> None:
    engine = _engine(database_url, brain)
    with engine.factory.begin() as session:
        conversation, _ = inbox.open_web_session(session, at=START)
    person = Person(engine, conversation.id)
    with engine.factory.begin() as session:
        seq = inbox.accept(session, conversation.id, Arrived("web", "m-1", "你好"), at=START)
    for _ in range(3):
        engine.factory.kw["bind"].dispose()
        _dies_at("turn.before_commit", database_url, brain, person, slip)
        slips.settle(engine.factory, slip)
    reply = person.listens(seq)
    assert "编号" in reply
    with db.reading(engine.factory) as session:
        dead = session.scalars(select(Inbound).where(Inbound.seq == seq)).one()
        assert dead.status == "dead"
        assert dead.incident is not None
        assert dead.incident in reply
    engine.factory.kw["bind"].dispose()
