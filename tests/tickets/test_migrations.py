"""The migrations make exactly the tables that the code speaks of."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from bot import db
from bot.conversations.handoff_records import Handoff
from bot.tickets.records import Ticket, TicketUnit
from tests.tickets.cast import AT, Factory, opened


def test_the_migrated_schema_is_the_schema_of_the_records(database: Factory) -> None:
    with database() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, db.Base.metadata) == []


def test_migrating_a_newest_database_again_changes_nothing(database: Factory) -> None:
    with database.begin() as session:
        number = opened(session).number
        engine = session.get_bind()
    db.migrate(engine)  # type: ignore[arg-type]
    with database() as session:
        assert session.execute(text("SELECT number FROM tickets")).scalars().all() == [number]


def test_what_a_person_writes_fits_however_long_it_is(database: Factory) -> None:
    long = {"applicant_name": "李" * 2000, "applicant_org": "厂" * 2000, "right_no": "9" * 2000}
    with database.begin() as session:
        ticket = opened(session, **long, description="话" * 20000, email="a" * 400, phone="1" * 90)
        session.refresh(ticket)
        assert ticket.applicant_name == long["applicant_name"]


OLD_TICKET = """
INSERT INTO tickets (number, form_instance, category, kind, status, center_id, center_tier,
  cooperating, route_reason, anonymous, applicant_region, infringement_region, description,
  evidence, wants, channel, conversation_id, opened_at, version)
VALUES ('HN-1', 'f1', 'complaint', 'tip', 'opened', 'provincial', 'provincial',
  '[{"center_id": "yueyang-branch", "tier": "branch", "prefecture": "岳阳市"}]', 'r', {no}, '{}',
  '{}', 'd', '[]', '[]', 'web', 'c1', '2026-11-24 02:00:00', 1)
"""
OLD = [
    "INSERT INTO conversations (id, channel, created_at, updated_at, owner, last_seq) VALUES "
    "('c1', 'web', '2026-11-24 02:00:00', '2026-11-24 02:00:00', 'waiting', 1)",
    "INSERT INTO handoffs (conversation_id, why, status, asked_at) VALUES "
    "('c1', 'asked', 'queued', '2026-11-24 02:00:00')",
    'INSERT INTO ticket_events (ticket_id, seq, at, verb, "by", why, detail, prev_hash, hash) '
    "VALUES (1, 1, '2026-11-24 02:00:00', 'open', 'bot', 'r', '{}', '0', '1')",
]


def test_what_was_there_before_lives_on_after_migrating(empty_url: str) -> None:
    engine = db.make_engine(empty_url)
    db.migrate(engine, "0002")
    no = "false" if engine.dialect.name == "postgresql" else "0"
    with engine.begin() as connection:
        # As it stands, also where a colon would be a blank to fill.
        connection.exec_driver_sql(OLD_TICKET.replace("{no}", no).replace("%", "%%"))
        for statement in OLD:
            connection.exec_driver_sql(statement)
    db.migrate(engine)
    with db.session_factory(engine)() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert ticket.clock_from == ticket.updated_at == ticket.opened_at == AT
        assert ticket.protected
        assert session.scalars(select(TicketUnit)).one().unit == "yueyang-branch"
        waiting = session.scalars(select(Handoff)).one()
        assert (waiting.center_id, waiting.queued_at) == ("provincial", AT)
    engine.dispose()
