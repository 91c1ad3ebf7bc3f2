"""Several engines: a lock is the claim, news are told, receipts for what waits too long."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TELL = """
CREATE FUNCTION hotline_tell() RETURNS trigger AS $$
BEGIN
  PERFORM pg_notify('hotline_' || TG_TABLE_NAME, NEW.conversation_id);
  RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER hotline_tell AFTER INSERT OR UPDATE OF status ON inbox
  FOR EACH ROW WHEN (NEW.status = 'waiting') EXECUTE FUNCTION hotline_tell();
CREATE TRIGGER hotline_tell AFTER INSERT ON outbox
  FOR EACH ROW EXECUTE FUNCTION hotline_tell();
"""


def upgrade() -> None:
    op.drop_table('engine_pulses')
    op.create_table('engine_pulses',
    sa.Column('engine_id', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('model', sa.String(length=120), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('engine_id', name=op.f('pk_engine_pulses'))
    )
    op.drop_column('conversations', 'claimed_by')
    op.drop_column('conversations', 'claimed_until')
    op.add_column('inbox', sa.Column('receipt', sa.String(length=16), nullable=True))
    op.create_index('ix_inbox_receipt', 'inbox', ['receipt'], unique=True)
    op.create_index('ix_inbox_incident', 'inbox', ['incident'])
    waits = sa.text("status = 'waiting'")
    op.create_index('ix_inbox_waiting', 'inbox', ['id'], sqlite_where=waits, postgresql_where=waits)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(TELL)
