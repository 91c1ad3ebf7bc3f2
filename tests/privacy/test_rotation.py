"""What says who somebody is lies sealed in the database, and is sealed anew when keys change."""

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Text, select, type_coerce

from bot import crypto
from bot.conversations import inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Message
from bot.errors import BadData
from bot.privacy import rotation
from bot.tickets.marks import somebody
from bot.tickets.records import Ticket, TicketEvent
from tests.tickets.cast import AT, Factory, opened

SECRETS = ("13873112345", "李敏", "好再来烟酒行", "limin@example.cn", "我叫李敏")


@pytest.fixture
def ring() -> Iterator[crypto.Keyring]:
    """The suite's keys, put back afterwards."""
    before = crypto.ring()
    assert before is not None
    yield before
    crypto.use(before)


def _filled(database: Factory, **changed: object) -> None:
    with database.begin() as session:
        who = {"applicant_name": "李敏", "applicant_org": "好再来烟酒行", "email": SECRETS[3]}
        opened(session, **who, **changed)
        conversation, _ = inbox.open_web_session(session, at=AT)
        inbox.accept(session, conversation.id, Arrived("web", "m1", "我叫李敏"), at=AT)
        conversation.snapshot = {"slots": {"phone": "13873112345"}, "loop": None}


def _dump(database: Factory) -> str:
    """Everything as it lies in the database."""
    texts = []
    with database() as session:
        for place in rotation.places():
            texts += [str(value) for value in session.scalars(select(place.raw))]
        texts += [str(row) for row in session.execute(select(Ticket.__table__.c.number))]
    return "\n".join(texts)


def test_a_dump_without_the_keys_names_nobody(database: Factory) -> None:
    _filled(database, kind="tip", description="我是李敏,举报好再来烟酒行")
    dumped = _dump(database)
    assert "enc1." in dumped
    for secret in SECRETS:
        assert secret not in dumped
    with database() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert ticket.phone == "13873112345"
        assert ticket.description == "我是李敏,举报好再来烟酒行"
        assert session.scalars(select(Message.text)).one() == "我叫李敏"
        snapshot = session.scalars(select(Conversation.snapshot)).one()
        assert snapshot == {"slots": {"phone": "13873112345"}, "loop": None}


def test_a_ticket_is_found_by_part_of_a_name_by_the_phone_and_its_end(database: Factory) -> None:
    _filled(database)
    with database() as session:
        for word in ("李敏", "再来烟", "13873112345", "2345", "LIMIN@example.cn"):
            assert session.scalars(select(Ticket).where(somebody(word))).all(), word
        for word in ("王敏", "再来酒", "1387311", "9999", "敏"):
            assert not session.scalars(select(Ticket).where(somebody(word))).all(), word


def test_a_sealed_identity_has_no_marks(database: Factory) -> None:
    _filled(database, kind="tip")
    with database() as session:
        assert not session.scalars(select(Ticket).where(somebody("13873112345"))).all()


def test_new_keys_take_over_and_the_old_one_can_go(database: Factory, ring: crypto.Keyring) -> None:
    _filled(database)
    both = crypto.parse("\n".join([crypto.new_line("k9"), crypto.new_line("index")]))
    crypto.use(crypto.Keyring("k9", {**both.keys, **ring.keys}, both.index_key))
    done = rotation.rotate(database)
    assert done["tickets.phone"] == 1
    assert done["conversations.snapshot"] == 1
    assert sum(rotation.rotate(database).values()) == 0
    crypto.use(both)
    with database() as session:
        assert set(rotation.standing(session)) == {"k9"}
        assert session.scalars(select(Ticket.phone)).one() == "13873112345"
        assert session.scalars(select(Ticket).where(somebody("13873112345"))).all()
        assert session.scalars(select(TicketEvent.verb)).all() == ["open"]


def test_what_lay_open_is_sealed_by_the_first_rotation(
    database: Factory, ring: crypto.Keyring
) -> None:
    crypto.use(None)
    _filled(database)
    assert "13873112345" in _dump(database)
    crypto.use(ring)
    rotation.rotate(database)
    assert not any(secret in _dump(database) for secret in SECRETS)


def test_a_rotation_that_was_stopped_goes_on(
    database: Factory, ring: crypto.Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    crypto.use(None)
    for number in range(5):
        with database.begin() as session:
            opened(session, f"form-{number}")
    crypto.use(ring)
    monkeypatch.setattr(rotation, "AT_ONCE", 2)
    monkeypatch.setattr(rotation, "_mark_all", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(database)
    monkeypatch.undo()
    crypto.use(ring)
    rotation.rotate(database)
    with database() as session:
        assert set(rotation.standing(session)) == {"k1"}


def _interrupted(_: Factory) -> None:
    raise KeyboardInterrupt


def test_without_keys_nothing_is_read_and_nothing_rotated(
    database: Factory, ring: crypto.Keyring
) -> None:
    _filled(database)
    crypto.use(None)
    with database() as session, pytest.raises(BadData, match="no keys to open them"):
        session.scalars(select(Ticket.phone)).one()
    with pytest.raises(BadData, match="there are no keys"):
        rotation.rotate(database)
    stored = type_coerce(Ticket.__table__.c.phone, Text)
    with database() as session:
        assert session.scalars(select(stored)).one().startswith("enc1.k1.")
        detail = type_coerce(TicketEvent.__table__.c.detail, JSON)
        assert str(session.scalars(select(detail)).one()).startswith("enc1.k1.")
