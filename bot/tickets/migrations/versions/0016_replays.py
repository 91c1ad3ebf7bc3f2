"""Replays of conversations on a candidate model."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('replays',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('model', sa.String(length=120), nullable=False),
    sa.Column('against', sa.String(length=120), nullable=True),
    sa.Column('talks', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('trouble', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replays'))
    )
    op.create_index(op.f('ix_replays_model'), 'replays', ['model'])
    op.create_index(op.f('ix_replays_state'), 'replays', ['state'])
    op.create_table('replay_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('replay_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=8), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('right', sa.String(length=40), nullable=True),
    sa.Column('was', sa.String(length=40), nullable=False),
    sa.Column('was_sure', sa.Float(), nullable=False),
    sa.Column('now', sa.String(length=40), nullable=False),
    sa.Column('now_sure', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['replay_id'], ['replays.id'], name=op.f('fk_replay_lines_replay_id_replays')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replay_lines'))
    )
    op.create_index('ix_replay_lines_verdict', 'replay_lines', ['replay_id', 'verdict'])


def downgrade() -> None:
    op.drop_table('replay_lines')
    op.drop_table('replays')
