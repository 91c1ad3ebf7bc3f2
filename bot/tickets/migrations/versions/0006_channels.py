"""Platform channels: contacts, delivery of replies, tokens, events."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('contacts',
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address', sa.String(length=80), nullable=False),
    sa.Column('unreachable', sa.String(length=40), nullable=True),
    sa.Column('allowance', sa.Integer(), nullable=True),
    sa.Column('allowance_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_seq', sa.Integer(), nullable=True),
    sa.Column('held_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sending_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('menu', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_contacts_conversation_id')),
    sa.PrimaryKeyConstraint('conversation_id', name=op.f('pk_contacts')),
    sa.UniqueConstraint('channel', 'address', name=op.f('uq_contacts_channel_address'))
    )
    op.create_table('seen_calls',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('external_id', sa.String(length=200), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_seen_calls'))
    )
    op.create_index('ix_seen_calls_seen_at', 'seen_calls', ['seen_at'], unique=False)
    op.create_table('platform_tokens',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('renewing_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_platform_tokens'))
    )
    op.create_table('platform_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_platform_events_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_events'))
    )
    op.create_index(op.f('ix_platform_events_conversation_id'), 'platform_events', ['conversation_id'], unique=False)
    with op.batch_alter_table('inbox') as inbox:
        inbox.add_column(sa.Column('media', sa.JSON(), nullable=True))
    with op.batch_alter_table('outbox') as outbox:
        outbox.add_column(sa.Column('parts_done', sa.Integer(), nullable=False, server_default='0'))
        outbox.add_column(sa.Column('reason', sa.String(length=40), nullable=True))
        outbox.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column('notice', sa.JSON(), nullable=True))
        outbox.create_index('ix_outbox_conversation', ['conversation_id', 'status'])


def downgrade() -> None:
    with op.batch_alter_table('outbox') as outbox:
        outbox.drop_index('ix_outbox_conversation')
        for column in ('parts_done', 'reason', 'due_at', 'delivered_at', 'notice'):
            outbox.drop_column(column)
    with op.batch_alter_table('inbox') as inbox:
        inbox.drop_column('media')
    op.drop_index(op.f('ix_platform_events_conversation_id'), table_name='platform_events')
    op.drop_table('platform_events')
    op.drop_table('platform_tokens')
    op.drop_index('ix_seen_calls_seen_at', table_name='seen_calls')
    op.drop_table('seen_calls')
    op.drop_table('contacts')
