"""Columns that hold sealed text; marks to find by what is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table('ticket_marks',
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_ticket_marks_ticket_id')),
    sa.PrimaryKeyConstraint('ticket_id', 'mark', name=op.f('pk_ticket_marks'))
    )
    op.create_index('ix_ticket_marks_mark', 'ticket_marks', ['mark'])
    op.add_column('registrations', sa.Column('phone_mark', sa.String(length=32), nullable=True))
    op.create_index('ix_registrations_phone_mark', 'registrations', ['phone_mark'])
    with op.batch_alter_table('contacts') as batch:
        batch.drop_constraint('uq_contacts_channel_address', type_='unique')
        batch.alter_column('address', existing_type=sa.String(80), type_=sa.Text())
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('staff', 'totp_secret', type_=sa.Text())
        op.alter_column('webhooks', 'secret', type_=sa.Text())
    mark(op.get_bind())


def mark(connection) -> None:
    """What was filed before is found by the new marks, too."""
    from bot.plan.registrations import phone_mark
    from bot.tickets import marks

    tickets = sa.text(
        'SELECT id, applicant_name, applicant_org, phone, email, protected, anonymous FROM tickets')
    for row in connection.execute(tickets).all():
        marks.write(connection, row)
    held = sa.text('SELECT id, phone FROM registrations WHERE phone IS NOT NULL')
    change = sa.text('UPDATE registrations SET phone_mark = :mark WHERE id = :id')
    for row in connection.execute(held).all():
        connection.execute(change, {'mark': phone_mark(row.phone), 'id': row.id})
