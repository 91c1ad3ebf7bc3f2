"""Invented conversations, with what the bot read, takeovers, stars and unanswered questions."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import feedback, handoff, inbox, notes
from bot.conversations.inbox import Arrived
from bot.conversations.outbox import Reply, say
from bot.conversations.records import Conversation, Message
from bot.staff.actor import Actor

CHANNELS = ("web", "web", "web", "wechat", "wechat", "telegram")
Staff = dict[tuple[str, str], Actor]


def begin(session: Session, chance: random.Random, unit: str | None, at: datetime) -> Conversation:
    """A new conversation on some channel."""
    talk, _ = inbox.open_web_session(session, at=at)
    talk.channel, talk.center_id = chance.choice(CHANNELS), unit
    return talk


def speak(session: Session, talk: Conversation, line: list[Any], at: datetime) -> None:
    """One line of a dialogue; the person's with its reading."""
    who, text, *read = line
    if who == "bot":
        say(session, talk, Reply(text), reply_to=None, at=at)
        return
    arrived = Arrived(talk.channel, uuid.uuid4().hex, text)
    seq = inbox.accept(session, talk.id, arrived, at=at)
    said = session.query(Message).filter_by(conversation_id=talk.id, seq=seq).one()
    if read:
        intent, confidence = read[:2]
        said.reading = {
            "intent": {"name": intent, "confidence": confidence},
            "ranking": [{"name": intent, "confidence": confidence}],
            "entities": read[2] if len(read) > 2 else [],
        }
        talk.intent, talk.confidence = intent, confidence
    inbox.absorb(session, talk)


def play(
    session: Session,
    chance: random.Random,
    dialogue: list[list[Any]],
    unit: str | None,
    at: datetime,
) -> tuple[Conversation, datetime]:
    """A whole dialogue; the talk, and when it was last spoken in."""
    talk = begin(session, chance, unit, at)
    for line in dialogue:
        at += timedelta(seconds=chance.randint(4, 40))
        speak(session, talk, line, at)
    return talk, at


def taken_over(
    session: Session, chance: random.Random, talk: Conversation, by: Actor, at: datetime
) -> datetime:
    """A colleague takes over, answers, hands back; when it ended."""
    handoff.ask(session, talk.id, why="asked", at=at, center_id=talk.center_id)
    at += timedelta(minutes=chance.randint(1, 12))
    handoff.claim(session, talk.id, by, at=at)
    at += timedelta(seconds=chance.randint(20, 120))
    handoff.reply(session, talk.id, by, "您好，我是工作人员，前面的我都看到了。", at=at)
    speak(session, talk, ["user", "好的，谢谢"], at + timedelta(seconds=30))
    at += timedelta(minutes=chance.randint(2, 9))
    handoff.reply(session, talk.id, by, "已经帮您登记，编号请记好。", at=at)
    handoff.hand_back(session, talk.id, by, at=at, why=chance.choice(["已解答", "已登记工单"]))
    return at


def rated(session: Session, chance: random.Random, talk: Conversation, at: datetime) -> None:
    """Some stars, mostly good ones."""
    stars = chance.choices([5, 4, 3, 2, 1], [10, 6, 2, 1, 1])[0]
    word = "" if stars > 2 else "等太久了，机器人没听懂"
    feedback.rate(session, talk.id, stars, at=at, word=word)


def seed(
    session: Session, chance: random.Random, dialogues: list[Any], staff: Staff, now: datetime
) -> None:
    """The talks of the last month, and those that go on just now."""
    units = ["yueyang-branch", "changsha-municipal", "provincial", "hengyang-branch", None]
    for number in range(60):
        at = now - timedelta(days=chance.random() * 28, hours=1)
        unit = chance.choice(units)
        talk, at = play(session, chance, chance.choice(dialogues), unit, at)
        if number % 3 == 0:
            by = staff[unit or "provincial", "handler"]
            at = taken_over(session, chance, talk, by, at)
        if number % 2:
            rated(session, chance, talk, at + timedelta(minutes=2))
    _now(session, chance, dialogues, staff, now)


def _now(
    session: Session, chance: random.Random, dialogues: list[Any], staff: Staff, now: datetime
) -> None:
    for minutes, which, unit in (
        (6, 3, "yueyang-branch"),
        (5, 2, None),
        (3, 4, "changsha-municipal"),
        (1, 2, "yueyang-branch"),
    ):
        asked = now - timedelta(minutes=minutes)
        talk, at = play(session, chance, dialogues[which], unit, asked - timedelta(minutes=2))
        handoff.ask(session, talk.id, why="asked", at=at, center_id=unit)
        talk.snapshot = _noted(which)
    by = staff["yueyang-branch", "handler"]
    talk, at = play(session, chance, dialogues[0], "yueyang-branch", now - timedelta(minutes=11))
    talk.snapshot = _noted(0)
    handoff.ask(session, talk.id, why="asked", at=at, center_id="yueyang-branch")
    handoff.claim(session, talk.id, by, at=at + timedelta(minutes=2))
    handoff.reply(
        session, talk.id, by, "您好，我是岳阳分中心的工作人员。", at=at + timedelta(minutes=3)
    )
    speak(session, talk, ["user", "店在岳阳楼区，我可以带你们去"], at + timedelta(minutes=4))
    notes.write(session, talk.id, by, "线索具体，建议实地看一次。", at=at + timedelta(minutes=5))


def _noted(which: int) -> dict[str, Any]:
    if which != 0:
        return {"slots": {"last_ticket": "HN-5UJ9-KKXEP"} if which == 3 else {}, "loop": None}
    slots = {
        "consent": "anonymous",
        "relation": "other",
        "ip_type": "trademark",
        "description": "一家店卖假酒，价格只有专卖店一半",
        "infringement_region": {"prefecture": "岳阳市", "county": "岳阳楼区"},
        "respondent": "好再来烟酒行（虚构）",
    }
    return {"slots": slots, "loop": "complaint_form"}
