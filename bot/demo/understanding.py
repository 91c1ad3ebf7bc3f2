"""Invented traces of understanding: gaps, corrections, votes, a draft, a replay, a switch."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import corrections, replays, switches
from bot.conversations.records import Message
from bot.conversations.replay_records import DONE, Replay, ReplayLine
from bot.demo.talks import Staff
from bot.knowledge import gaps, publishing
from bot.knowledge.library import Answer
from bot.knowledge.records import UnansweredQuestion

PROVINCE = "provincial"


def seed(
    session: Session,
    chance: random.Random,
    invented: dict[str, Any],
    entries: list[str],
    staff: Staff,
    now: datetime,
) -> None:
    """What the knowledge and quality pages show. `entries`: ids that people may have voted on."""
    _gaps(session, chance, invented, now)
    _corrections(session, invented["corrected"], staff, now)
    _votes(session, chance, entries, now)
    _draft(session, invented["draft"], staff, now)
    _replay(session, invented["replay"], staff, now)
    _switched(session, staff, now)


def _gaps(session: Session, chance: random.Random, invented: dict[str, Any], now: datetime) -> None:
    for outcome, question, times in invented["unanswered"]:
        for _ in range(times):
            asked = chance.choice(invented["ways"]).format(question)
            at = now - timedelta(days=chance.random() * 25)
            gaps.keep(session, asked, Answer(outcome), channel="web", at=at)
    session.flush()
    settled = session.scalars(select(UnansweredQuestion).where(UnansweredQuestion.id % 9 == 0))
    gaps.settle(session, [one.id for one in settled])


def _corrections(session: Session, right: dict[str, str], staff: Staff, now: datetime) -> None:
    by = staff[PROVINCE, "handler"].name
    query = select(Message).where(Message.reading.is_not(None)).order_by(Message.id)
    times: Counter[str] = Counter()
    # Texts lie sealed: the database cannot look for them.
    for said in (one for one in session.scalars(query) if one.text in right):
        times[said.text] += 1
        if times[said.text] > 1 + len(said.text) % 4:
            continue
        corrections.correct(
            session,
            said.conversation_id,
            said.seq,
            intent=right[said.text],
            entities=None,
            by=by,
            at=now - timedelta(days=3),
        )


def _votes(session: Session, chance: random.Random, entries: list[str], now: datetime) -> None:
    talks = list(session.scalars(select(Message.conversation_id).distinct()))
    for talk_id in talks:
        for entry_id in chance.sample(entries, 2):
            useful = chance.random() < 0.8
            gaps.vote(session, talk_id, entry_id, useful=useful, at=now - timedelta(days=2))


def _draft(session: Session, data: dict[str, Any], staff: Staff, now: datetime) -> None:
    by, at = staff[PROVINCE, "editor"].name, now - timedelta(hours=20)
    fields = {name: value for name, value in data.items() if name != "topic"}
    version = publishing.draft(session, fields, topic=data["topic"], by=by, at=at)
    session.flush()
    publishing.submit(session, version.id, by=by, at=at)


def _replay(session: Session, lines: list[list[Any]], staff: Staff, now: datetime) -> None:
    asked = now - timedelta(days=1)
    by = staff[PROVINCE, "supervisor"].name
    replay = replays.ask(session, "示例候选.tar.gz", talks=200, by=by, at=asked)
    counts = {"better": 3, "worse": 1, "other": 1, "same": 178, "messages": 183}
    replay.state, replay.counts, replay.against = DONE, counts, "示例现用.tar.gz"
    replay.started_at = replay.ended_at = asked + timedelta(minutes=1)
    for verdict, text, right, was, was_sure, after, now_sure in lines:
        session.add(_line(replay, verdict, text, right, (was, was_sure), (after, now_sure)))


def _line(
    replay: Replay,
    verdict: str,
    text: str,
    right: str | None,
    was: tuple[str, float],
    now: tuple[str, float],
) -> ReplayLine:
    return ReplayLine(
        replay_id=replay.id,
        verdict=verdict,
        text=text,
        right=right,
        was=was[0],
        was_sure=was[1],
        now=now[0],
        now_sure=now[1],
    )


def _switched(session: Session, staff: Staff, now: datetime) -> None:
    by = staff[PROVINCE, "supervisor"]
    off, on = now - timedelta(days=9, hours=2), now - timedelta(days=9)
    why = "平台升级演练，先由人工接待（示例）"
    switches.switch(session, by, "telegram", on=False, why=why, at=off)
    switches.switch(session, by, "telegram", on=True, why="演练结束（示例）", at=on)
