"""A database of the first release is brought to the newest, goes on, and can be sealed."""

from datetime import UTC, datetime

from sqlalchemy import select, text

from bot import db
from bot.conversations import inbox, transcript
from bot.conversations.inbox import Arrived
from bot.conversations.records import Conversation, Draft, Message
from bot.privacy import rotation
from bot.staff import audit
from bot.tickets import trail
from bot.tickets.records import Ticket
from tests.tickets.cast import AT, opened

THEN = "'2026-11-24 02:00:00'"
TOKEN = "a-token-that-was-given-out-by-the-first-release"
FIRST = [
    "INSERT INTO conversations (id, channel, token_hash, created_at, updated_at, owner, last_seq, "
    f"snapshot, waiting_since) VALUES ('c1', 'web', '{inbox.hash_token(TOKEN)}', {THEN}, {THEN}, "
    '\'bot\', 2, \'{"slots": {"phone": "13873112345"}, "loop": null}\', NULL)',
    "INSERT INTO messages (conversation_id, seq, sender, text, buttons, attachments, created_at) "
    f"VALUES ('c1', 1, 'user', '我是李敏', '[]', '[]', {THEN})",
    "INSERT INTO messages (conversation_id, seq, sender, text, buttons, attachments, reply_to, "
    f"created_at) VALUES ('c1', 2, 'bot', '您好', '[]', '[]', 1, {THEN})",
    "INSERT INTO inbox (channel, external_id, conversation_id, seq, status, attempts, received_at) "
    f"VALUES ('web', 'c1:m1', 'c1', 1, 'done', 0, {THEN})",
    "INSERT INTO drafts (conversation_id, form, slots, saved_at) VALUES "
    f"('c1', 'complaint_form', '{{\"applicant_name\": \"李敏\"}}', {THEN})",
]


def test_the_first_releases_database_lives_on(empty_url: str) -> None:
    engine = db.make_engine(empty_url)
    db.migrate(engine, "0001")
    with engine.begin() as connection:
        for statement in FIRST:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    db.migrate(engine)
    assert db.revision(engine) == db.newest_revision()
    factory = db.session_factory(engine)
    with factory.begin() as session:
        talk = inbox.by_token(session, TOKEN, at=datetime(2026, 11, 25, tzinfo=UTC))
        assert talk.snapshot == {"slots": {"phone": "13873112345"}, "loop": None}
        # The same message again is the same message; a new one gets the next number.
        again = Arrived("web", "c1:m1", "我是李敏")
        assert inbox.accept(session, "c1", again, at=AT) == 1
        assert inbox.accept(session, "c1", Arrived("web", "c1:m2", "还在吗"), at=AT) == 3
        opened(session, "form-1", conversation_id="c1")
    rotation.rotate(factory)
    with factory() as session:
        raw = " ".join(map(str, session.execute(text("SELECT text FROM messages")).scalars()))
        assert "李敏" not in raw
        said = [line["text"] for line in transcript.after(session, "c1", 0)]
        assert said == ["我是李敏", "您好", "还在吗"]
        assert session.scalars(select(Draft.slots)).one() == {"applicant_name": "李敏"}
        assert session.scalars(select(Message.seq).order_by(Message.seq)).all() == [1, 2, 3]
        assert session.get_one(Conversation, "c1").snapshot is not None
        assert session.scalars(select(Ticket.phone)).one() == "13873112345"
        assert (trail.verify(session), audit.verify(session)) == ([], [])
    engine.dispose()
