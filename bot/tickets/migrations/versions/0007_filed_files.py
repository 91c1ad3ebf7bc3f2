"""Which matter a file became evidence of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('files') as files:
        files.add_column(sa.Column('ticket_number', sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('files') as files:
        files.drop_column('ticket_number')
