"""Whether the service lives: engines, what waits, what was given up, clocks."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine, func, select

from bot import clock, db
from bot.conversations import pulse
from bot.conversations.records import Conversation, Inbound, Outbound
from bot.upkeep.finding import FAIL, OK, WARN, Finding

LONG = timedelta(seconds=20)
SKEW = timedelta(seconds=5)


def signs(engine: Engine) -> Iterator[Finding]:
    """Findings from the database."""
    with db.reading(db.session_factory(engine)) as session:
        engines = len(pulse.living(session))
        since = session.scalar(select(func.min(Conversation.waiting_since)))
        given_up = (Inbound.incident.is_not(None), Inbound.status == "dead")
        dead = session.scalar(select(func.count()).where(*given_up)) or 0
        undelivered = session.scalar(select(func.count()).where(Outbound.status == "dead")) or 0
        skew = abs(pulse.now(session) - clock.now())
    if not engines:
        yield Finding(WARN, "no engine is at work", "start it: hotline serve, or hotline engine")
    else:
        yield Finding(OK, f"engines at work: {engines}")
    if since is not None and clock.now() - since > LONG:
        yield Finding(FAIL, f"somebody waits since {since.isoformat()}", "read the engines' log")
    if dead:
        yield Finding(WARN, f"messages given up: {dead}", "hotline inbox list")
    if undelivered:
        yield Finding(WARN, f"replies that could not be delivered: {undelivered}", "see the outbox")
    if skew > SKEW:
        yield Finding(WARN, f"this clock and the database's differ by {skew}", "run NTP on both")
