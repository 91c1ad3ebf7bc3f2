"""The last resort for a message that failed every time: an honest word, and a number for staff."""

import logging
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations import claims, outbox
from bot.conversations.outbox import Reply
from bot.conversations.records import Conversation, Inbound

log = logging.getLogger("hotline.engine")
MAX_ATTEMPTS = 3
APOLOGY = (
    "对不起，刚才这句话系统没有处理成功，我们的技术人员已收到通知（编号 {incident}）。"
    "您写的内容已经保存。您可以稍后再试，或拨打 12330 / 12345。"
)


def give_up(session: Session, conversation: Conversation, inbound: Inbound, at: datetime) -> None:
    """Park the message as dead, with an incident number in its row, in the log and in the reply."""
    incident = secrets.token_hex(4)
    inbound.status, inbound.incident = "dead", incident
    reply = Reply(APOLOGY.format(incident=incident))
    sender = outbox.SYSTEM_SENDER
    outbox.say(session, conversation, reply, reply_to=inbound.seq, at=at, sender=sender)
    claims.release(session, conversation, at=at)
    log.error("gave up inbox=%s incident=%s", inbound.id, incident)
