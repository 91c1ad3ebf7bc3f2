"""Tickets and their trail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tickets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=16), nullable=False),
    sa.Column('form_instance', sa.String(length=64), nullable=False),
    sa.Column('category', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=True),
    sa.Column('status', sa.String(length=24), nullable=False),
    sa.Column('center_id', sa.String(length=64), nullable=False),
    sa.Column('center_tier', sa.String(length=16), nullable=False),
    sa.Column('center_prefecture', sa.String(length=32), nullable=True),
    sa.Column('cooperating', sa.JSON(), nullable=False),
    sa.Column('route_reason', sa.Text(), nullable=False),
    sa.Column('ip_type', sa.String(length=32), nullable=True),
    sa.Column('right_no', sa.Text(), nullable=True),
    sa.Column('applicant_name', sa.Text(), nullable=True),
    sa.Column('applicant_org', sa.Text(), nullable=True),
    sa.Column('role', sa.String(length=32), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('applicant_region', sa.JSON(), nullable=False),
    sa.Column('infringement_region', sa.JSON(), nullable=False),
    sa.Column('respondent', sa.Text(), nullable=True),
    sa.Column('platform', sa.String(length=64), nullable=True),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('wants', sa.JSON(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tickets')),
    sa.UniqueConstraint('form_instance', name=op.f('uq_tickets_form_instance')),
    sa.UniqueConstraint('number', name=op.f('uq_tickets_number'))
    )
    op.create_index('ix_tickets_center', 'tickets', ['center_id', 'status'], unique=False)
    op.create_index('ix_tickets_conversation', 'tickets', ['conversation_id', 'id'], unique=False)
    op.create_index('ix_tickets_due', 'tickets', ['due_at'], unique=False)
    op.create_table('ticket_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verb', sa.String(length=32), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_ticket_events_ticket_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_events')),
    sa.UniqueConstraint('ticket_id', 'seq', name=op.f('uq_ticket_events_ticket_id_seq'))
    )


def downgrade() -> None:
    op.drop_table('ticket_events')
    op.drop_index('ix_tickets_due', table_name='tickets')
    op.drop_index('ix_tickets_conversation', table_name='tickets')
    op.drop_index('ix_tickets_center', table_name='tickets')
    op.drop_table('tickets')
