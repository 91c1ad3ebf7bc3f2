"""What the console's lists and figures look at, as indexes that answer without the rows."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        'ix_tickets_desk', 'tickets',
        ['status', 'due_at', 'center_id', 'assignee_id', 'supervised', 'sent_by'],
    )
    op.create_index(
        'ix_tickets_figures', 'tickets',
        ['opened_at', 'status', 'closed_at', 'due_at', 'center_id', 'category', 'kind', 'ip_type', 'channel'],
    )
    op.create_index('ix_ticket_events_verb', 'ticket_events', ['verb', 'at', 'ticket_id'])
    op.create_index(
        'ix_conversations_figures', 'conversations',
        ['created_at', 'channel', 'center_id', 'last_seq'],
    )


def downgrade() -> None:
    op.drop_index('ix_conversations_figures', 'conversations')
    op.drop_index('ix_ticket_events_verb', 'ticket_events')
    op.drop_index('ix_tickets_figures', 'tickets')
    op.drop_index('ix_tickets_desk', 'tickets')
