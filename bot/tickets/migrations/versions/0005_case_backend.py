"""The clock, the assignee and the helpers of a ticket; what colleagues are told."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('staff_notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('ticket_number', sa.String(length=16), nullable=True),
    sa.Column('conversation_id', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mail', sa.String(length=8), nullable=True),
    sa.Column('mail_tries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_notices_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_notices'))
    )
    with op.batch_alter_table('staff_notices', schema=None) as batch_op:
        batch_op.create_index('ix_staff_notices_mail', ['mail', 'id'], unique=False)
        batch_op.create_index('ix_staff_notices_unread', ['staff_id', 'read_at', 'id'], unique=False)

    op.create_table('ticket_units',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_ticket_units_ticket_id')),
    sa.PrimaryKeyConstraint('ticket_id', 'unit', name=op.f('pk_ticket_units'))
    )
    with op.batch_alter_table('ticket_units', schema=None) as batch_op:
        batch_op.create_index('ix_ticket_units_unit', ['unit'], unique=False)

    # Added one by one with a default, not by making the table anew: SQLite would first have to
    # drop the old one, to which the trail refers.
    then = '1970-01-01 00:00:00+00:00'
    op.add_column('tickets', sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False, server_default=then))
    op.add_column('tickets', sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('tickets', sa.Column('clock_from', sa.DateTime(timezone=True), nullable=False, server_default=then))
    op.add_column('tickets', sa.Column('stopped_since', sa.DateTime(timezone=True), nullable=True))
    op.add_column('tickets', sa.Column('stops', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('tickets', sa.Column('extra_days', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('tickets', sa.Column('alarm', sa.String(length=12), nullable=True))
    op.add_column('tickets', sa.Column('assignee_id', sa.Integer(), nullable=True))
    op.add_column('tickets', sa.Column('assignee_name', sa.String(length=64), nullable=True))
    op.add_column('tickets', sa.Column('sent_by', sa.String(length=64), nullable=True))
    op.add_column('tickets', sa.Column('outcome', sa.Text(), nullable=True))
    op.add_column('tickets', sa.Column('merged_into', sa.String(length=16), nullable=True))
    op.add_column('tickets', sa.Column('supervised', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('tickets', sa.Column('protected', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_tickets_assignee_id', 'tickets', ['assignee_id'], unique=False)
    op.create_index('ix_tickets_sent_by', 'tickets', ['sent_by'], unique=False)
    op.execute("UPDATE tickets SET updated_at = opened_at, clock_from = opened_at")
    op.execute("UPDATE tickets SET protected = (1 = 1) WHERE kind = 'tip'")
    _name_helpers()


def _name_helpers() -> None:
    tickets = sa.table('tickets', sa.column('id', sa.Integer), sa.column('cooperating', sa.JSON))
    units = sa.table('ticket_units', sa.column('ticket_id'), sa.column('unit'))
    connection = op.get_bind()
    for ticket_id, helpers in connection.execute(sa.select(tickets.c.id, tickets.c.cooperating)).all():
        for unit in sorted({helper['center_id'] for helper in helpers}):
            connection.execute(units.insert().values(ticket_id=ticket_id, unit=unit))


def downgrade() -> None:
    op.drop_index('ix_tickets_sent_by', table_name='tickets')
    op.drop_index('ix_tickets_assignee_id', table_name='tickets')
    for name in ('protected', 'supervised', 'merged_into', 'outcome', 'sent_by', 'assignee_name', 'assignee_id', 'alarm', 'extra_days', 'stops', 'stopped_since', 'clock_from', 'closed_at', 'updated_at'):
        op.drop_column('tickets', name)
    op.drop_table('ticket_units')
    op.drop_table('staff_notices')
