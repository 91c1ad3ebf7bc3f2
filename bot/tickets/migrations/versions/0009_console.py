"""The console: readings and their corrections, links of talks, saved filters, switches."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bot_switches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bot_switches'))
    )
    with op.batch_alter_table('bot_switches', schema=None) as batch_op:
        batch_op.create_index('ix_bot_switches_channel', ['channel', 'id'], unique=False)

    op.create_table('reading_corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('was', sa.String(length=40), nullable=True),
    sa.Column('confidence', sa.Float(), nullable=True),
    sa.Column('intent', sa.String(length=40), nullable=False),
    sa.Column('entities', sa.JSON(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('exported_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_reading_corrections_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_corrections')),
    sa.UniqueConstraint('conversation_id', 'seq', name=op.f('uq_reading_corrections_conversation_id_seq'))
    )
    with op.batch_alter_table('reading_corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_corrections_intent'), ['intent'], unique=False)

    op.create_table('saved_filters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('room', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('query', sa.String(length=400), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_saved_filters_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_filters')),
    sa.UniqueConstraint('staff_id', 'room', 'name', name=op.f('uq_saved_filters_staff_id_room_name'))
    )
    op.create_table('talk_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('ticket_number', sa.String(length=16), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_talk_links_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk_links')),
    sa.UniqueConstraint('conversation_id', 'ticket_number', name=op.f('uq_talk_links_conversation_id_ticket_number'))
    )
    with op.batch_alter_table('talk_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talk_links_ticket_number'), ['ticket_number'], unique=False)

    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('intent', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('confidence', sa.Float(), nullable=True))
        batch_op.create_index('ix_conversations_of_unit', ['center_id', 'updated_at'], unique=False)
        batch_op.create_index('ix_conversations_recent', ['updated_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index('ix_conversations_recent')
        batch_op.drop_index('ix_conversations_of_unit')
        batch_op.drop_column('confidence')
        batch_op.drop_column('intent')

    with op.batch_alter_table('talk_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talk_links_ticket_number'))

    op.drop_table('talk_links')
    op.drop_table('saved_filters')
    with op.batch_alter_table('reading_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reading_corrections_intent'))

    op.drop_table('reading_corrections')
    with op.batch_alter_table('bot_switches', schema=None) as batch_op:
        batch_op.drop_index('ix_bot_switches_channel')

    op.drop_table('bot_switches')
