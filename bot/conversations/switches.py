"""The bot on or off on a channel. Off: it says nothing; who writes is queued for a person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.switch_records import BotSwitch
from bot.errors import Refused
from bot.staff import audit
from bot.staff.actor import Actor
from bot.staff.permissions import PROVINCE, SWITCH_BOT

CHANNELS = ("web", "wechat", "telegram")


def is_on(session: Session, channel: str) -> bool:
    """Whether the bot answers on a channel; it does until somebody switches it off."""
    newest = latest(session, channel)
    return newest is None or newest.on


def latest(session: Session, channel: str) -> BotSwitch | None:
    """The newest word on a channel."""
    query = select(BotSwitch).where(BotSwitch.channel == channel)
    return session.scalar(query.order_by(BotSwitch.id.desc()).limit(1))


def history(session: Session, *, limit: int = 50) -> list[BotSwitch]:
    """Every switching, newest first."""
    return list(session.scalars(select(BotSwitch).order_by(BotSwitch.id.desc()).limit(limit)))


def switch(
    session: Session, by: Actor, channel: str, *, on: bool, why: str, at: datetime
) -> BotSwitch:
    """Switch the bot on a channel, with the reason.

    Raises:
        Forbidden: not the province's. Refused: no such channel, no reason, or it is so already.
    """
    by.need(SWITCH_BOT, PROVINCE)
    if channel not in CHANNELS:
        raise Refused("没有这个渠道。没有改动。")
    if not why.strip():
        raise Refused("请写明原因，会留在记录里。没有改动。")
    if is_on(session, channel) == on:
        raise Refused("已经是这个状态了。没有改动。")
    row = BotSwitch(channel=channel, on=on, why=why.strip(), by=by.name, at=at)
    session.add(row)
    session.flush()
    about, detail = f"bot:{channel}", {"on": on}
    audit.note(session, "bot.switch", by=by.name, about=about, at=at, why=row.why, detail=detail)
    return row
