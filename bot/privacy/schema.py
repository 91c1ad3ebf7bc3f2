"""Every table there is: whoever walks through the schema must have imported all records first."""

import bot.conversations.channel_records
import bot.conversations.continuation_records
import bot.conversations.handoff_records
import bot.conversations.reading_records
import bot.conversations.records
import bot.conversations.replay_records
import bot.conversations.switch_records
import bot.knowledge.records
import bot.plan.activity_records
import bot.plan.agreement_records
import bot.staff.filter_records
import bot.staff.key_records
import bot.staff.notice_records
import bot.staff.records
import bot.tickets.consultation_records
import bot.tickets.funding_records
import bot.tickets.papers.link_records
import bot.tickets.records
import bot.tickets.webhook_records  # noqa: F401
from bot.db import Base

TABLES = Base.metadata
