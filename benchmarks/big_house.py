"""A big house for measuring: the invented data, copied until there is as much as in years."""

import random
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.conversations.reading_records import ReadingCorrection
from bot.conversations.records import Conversation, Message
from bot.demo import seeding
from bot.knowledge.records import AnswerVote, UnansweredQuestion
from bot.settings import Settings
from bot.tickets.numbers import new
from bot.tickets.records import Ticket, TicketEvent

TICKETS, TALKS, LINES, QUESTIONS = 10_000, 10_000, 10, 3_000
YEAR_MINUTES = 365 * 24 * 60
Row = dict[str, Any]


def fill(settings: Settings, factory: sessionmaker[Session]) -> dict[str, int]:
    """Seed, then copy tickets, conversations, questions; how many there are in the end."""
    seeding.seed(settings, factory)
    chance = random.Random(12330)
    with factory.begin() as session:
        talks = _talks(session, chance)
        _tickets(session, chance, talks)
        _understanding(session, chance, talks)
    return {"tickets": TICKETS, "conversations": TALKS, "messages": TALKS * LINES}


def _rows(session: Session, table: type[Any]) -> list[Row]:
    plain = table.__table__
    return [dict(row._mapping) for row in session.execute(select(plain))]


def _some_time(chance: random.Random) -> datetime:
    return clock.now() - timedelta(minutes=chance.randrange(YEAR_MINUTES))


def _talks(session: Session, chance: random.Random) -> list[str]:
    patterns = _rows(session, Conversation)
    lines = [row for row in _rows(session, Message) if row["text"]]
    talks: list[Row] = []
    messages: list[Row] = []
    for _ in range(TALKS - len(patterns)):
        pattern, began = chance.choice(patterns), _some_time(chance)
        talk_id = secrets.token_hex(16)
        talks.append(
            {
                **pattern,
                "id": talk_id,
                "token_hash": None,
                "owner": "bot",
                "created_at": began,
                "updated_at": began + timedelta(minutes=9),
                "last_seq": LINES,
                "snapshot": None,
                "waiting_since": None,
            }
        )
        for seq in range(1, LINES + 1):
            line = {**chance.choice(lines), "conversation_id": talk_id, "seq": seq}
            line.update(reply_to=None, created_at=began + timedelta(minutes=seq))
            line.pop("id")
            messages.append(line)
    session.execute(insert(Conversation), talks)
    session.execute(insert(Message), messages)
    return [str(talk["id"]) for talk in talks]


def _tickets(session: Session, chance: random.Random, talks: list[str]) -> None:
    patterns, trails = _rows(session, Ticket), _rows(session, TicketEvent)
    copies: list[Row] = []
    events: list[Row] = []
    first = max(row["id"] for row in patterns) + 1
    for ticket_id in range(first, first + TICKETS - len(patterns)):
        pattern, opened = chance.choice(patterns), _some_time(chance)
        moved = opened - pattern["opened_at"]
        copy = {
            **pattern,
            "id": ticket_id,
            "number": new(),
            "form_instance": uuid.uuid4().hex,
            "conversation_id": chance.choice(talks),
        }
        for name in ("opened_at", "due_at", "updated_at", "closed_at", "clock_from"):
            if copy[name] is not None:
                copy[name] += moved
        copies.append(copy)
        for event in trails:
            if event["ticket_id"] == pattern["id"]:
                events.append({**event, "id": None, "ticket_id": ticket_id})
    for event in events:
        event.pop("id")
    session.execute(insert(Ticket), copies)
    session.execute(insert(TicketEvent), events)


def _understanding(session: Session, chance: random.Random, talks: list[str]) -> None:
    asked = _rows(session, UnansweredQuestion)
    voted = _rows(session, AnswerVote)
    ends = ("怎么办", "要多久", "找谁", "要钱吗", "可以吗", "在哪里办", "要什么材料")
    for _ in range(QUESTIONS):
        pattern = dict(chance.choice(asked))
        pattern.pop("id")
        subject = chance.choice(asked)["question"][:8]
        pattern.update(question=f"{subject}{chance.choice(ends)}", settled=False)
        session.execute(insert(UnansweredQuestion), pattern)
    intents = ("ask_procedure", "report_complaint", "request_assistance", "check_status")
    for talk_id in talks[:2000]:
        session.add(
            ReadingCorrection(
                conversation_id=talk_id,
                seq=1,
                was=chance.choice(intents),
                confidence=chance.random(),
                intent=chance.choice(intents),
                entities=None,
                text=chance.choice(asked)["question"],
                by="测量",
                at=clock.now(),
            )
        )
        entry_id = chance.choice(voted)["entry_id"]
        vote = AnswerVote(conversation_id=talk_id, entry_id=entry_id, useful=True, at=clock.now())
        session.add(vote)
