"""Cards of messages; stars of the public."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('card', sa.JSON(), nullable=True))

    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stars', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('about_seq', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f('uq_feedback_conversation_id_about_seq'), ['conversation_id', 'about_seq']
        )


def downgrade() -> None:
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f('uq_feedback_conversation_id_about_seq'), type_='unique'
        )
        batch_op.drop_column('about_seq')
        batch_op.drop_column('stars')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_column('card')
