"""Private links to the papers of a ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paper_links',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('ticket_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('openings', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_paper_links_ticket_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_paper_links'))
    )
    with op.batch_alter_table('paper_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_links_ticket_id'), ['ticket_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('paper_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_links_ticket_id'))

    op.drop_table('paper_links')
