"""Continuation codes."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('continuations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_by', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_continuations_conversation_id')),
    sa.ForeignKeyConstraint(['used_by'], ['conversations.id'], name=op.f('fk_continuations_used_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_continuations')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_continuations_code_hash'))
    )
    op.create_index(op.f('ix_continuations_conversation_id'), 'continuations', ['conversation_id'], unique=False)
    op.create_table('wrong_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_wrong_codes_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wrong_codes'))
    )
    op.create_index('ix_wrong_codes_conversation', 'wrong_codes', ['conversation_id', 'at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_wrong_codes_conversation', table_name='wrong_codes')
    op.drop_table('wrong_codes')
    op.drop_index(op.f('ix_continuations_conversation_id'), table_name='continuations')
    op.drop_table('continuations')
