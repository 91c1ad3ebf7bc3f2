"""The migrations make exactly the tables that the code speaks of."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot import db
from tests.tickets.cast import Factory, opened


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
