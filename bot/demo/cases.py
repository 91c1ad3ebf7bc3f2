"""Invented tickets, each moved along one of several ways of life up to the present."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from bot.centers.center import PREFECTURES, Center
from bot.centers.directory import Directory
from bot.centers.matter import Matter
from bot.centers.place import Region
from bot.centers.routing import route
from bot.conversations.records import Conversation
from bot.demo import talks
from bot.demo.talks import Staff
from bot.desk import arrivals
from bot.desk.cases import Desk
from bot.errors import HotlineError
from bot.tickets import service
from bot.tickets.records import Ticket
from bot.tickets.service import NO_PLACE, NewTicket

HERE = Path(__file__).parent
# After how many days, who, which verb, what its form says.
Step = tuple[float, str, str, dict[str, Any]]


@lru_cache(maxsize=1)
def ways() -> dict[str, tuple[int, list[Step]]]:
    """The ways of `ways.yml`: how often each is taken, and its steps."""
    data = yaml.safe_load((HERE / "ways.yml").read_text(encoding="utf-8"))["ways"]
    return {name: (way["weight"], list(_flat(way["steps"]))) for name, way in data.items()}


def _flat(steps: list[Any]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step[0], list):
            yield from _flat(step)
        else:
            yield (step[0], step[1], step[2], step[3])


def seed(
    session: Session,
    chance: random.Random,
    invented: dict[str, Any],
    staff: Staff,
    directory: Directory,
    now: datetime,
    *,
    how_many: int = 96,
) -> list[Ticket]:
    """Open tickets over the last three months and move each along its way."""
    made: list[Ticket] = []
    shown: set[str] = set()
    for number in range(how_many):
        age = chance.random() ** 1.6 * 88
        at = now - timedelta(days=age, minutes=chance.randint(5, 300))
        ticket = _open(session, chance, invented, directory, at, number)
        way = "untouched" if age < 1 else _way(chance, ticket, age, shown)
        _live(session, ticket, staff, directory, _steps(chance, way, at, now))
        made.append(ticket)
    return made


def _way(chance: random.Random, ticket: Ticket, age: float, shown: set[str]) -> str:
    """One of the ways that fit the ticket; each once, before chance decides."""
    fitting = {way: weight for way, (weight, _) in ways().items() if _fits(way, ticket)}
    unseen = [way for way in fitting if way not in shown and age > 14]
    if unseen:
        shown.add(unseen[0])
        return unseen[0]
    if age > 16 and "whole" in fitting and chance.random() < 0.6:
        return chance.choice(["whole", "whole", "supplement", "declined"])
    return chance.choices(list(fitting), list(fitting.values()))[0]


def _fits(way: str, ticket: Ticket) -> bool:
    patent = ticket.ip_type in {"invention_patent", "utility_model", "design_patent"}
    if ticket.category in {"callback", "activity"}:
        return way in {"slow", "untouched"}
    if way in {"transferred", "returned"}:
        return ticket.center_tier not in {"provincial", "municipal"}
    return patent or way != "judgement"


def _steps(
    chance: random.Random, way: str, at: datetime, now: datetime
) -> Iterator[tuple[datetime, str, str, dict[str, Any]]]:
    for days, who, verb, facts in ways()[way][1]:
        at += timedelta(days=days * chance.uniform(0.6, 1.7), minutes=chance.randint(1, 90))
        if at >= now:
            return
        yield at, who, verb, facts


def _live(
    session: Session,
    ticket: Ticket,
    staff: Staff,
    directory: Directory,
    steps: Iterator[tuple[datetime, str, str, dict[str, Any]]],
) -> None:
    home = ticket.center_id
    for at, who, verb, facts in steps:
        unit, role = ("provincial", "supervisor") if who == "province" else (home, who)
        if who == "receiver":
            unit, role = ticket.center_id, "handler"
        actor = staff[unit, role]
        more = dict(facts)
        if verb == "assign":
            more["staff_id"] = str(staff[unit, "handler"].id)
        try:
            with session.begin_nested():
                Desk(session, actor, directory, at).move(ticket.number, verb, version=None, **more)
        except HotlineError:
            return


def _open(
    session: Session,
    chance: random.Random,
    invented: dict[str, Any],
    directory: Directory,
    at: datetime,
    number: int,
) -> Ticket:
    matter = chance.choice(invented["matters"])
    place = chance.choices(PREFECTURES, [9, 5, 4, 4, 2, 9, 2, 1, 3, 3, 1, 2, 1, 2])[0]
    named = {"place": place, "org": chance.choice(invented["orgs"])}
    named["shop"] = chance.choice(invented["shops"])
    text = matter["text"].format(**named)
    unit, reason = _unit(directory, matter, place)
    talk = talks.begin(session, chance, unit.id, at)
    _told(session, chance, talk, text, matter, at)
    tip = matter.get("kind") == "tip"
    anonymous = tip and chance.random() < 0.5
    new = NewTicket(
        form_instance=f"demo-{number}",
        category=matter["category"],
        kind=matter.get("kind"),
        center_id=unit.id,
        center_tier=unit.tier,
        center_prefecture=unit.prefecture,
        route_reason=reason,
        description=text,
        channel=talk.channel,
        conversation_id=talk.id,
        ip_type=matter.get("ip_type"),
        right_no=None,
        applicant_name=None if anonymous else chance.choice(invented["people"]),
        applicant_org=None if tip else named["org"],
        phone=None if anonymous else f"1380000{chance.randint(0, 9999):04d}",
        anonymous=anonymous,
        applicant_region={**NO_PLACE, "prefecture": place},
        infringement_region={**NO_PLACE, "prefecture": place},
        respondent=named["shop"] if "{shop}" in matter["text"] else None,
        wants=matter["wants"],
    )
    ticket = service.open(session, new, at=at)
    arrivals.arrived(session, ticket, at=at)
    return ticket


def _unit(directory: Directory, matter: dict[str, Any], place: str) -> tuple[Center, str]:
    region = Region(prefecture=place)
    asked = Matter(
        category="complaint" if matter["category"] == "complaint" else "assistance",
        applicant=region,
        infringement=region,
        ip_type=matter.get("ip_type"),
        needs=tuple(matter["wants"]),
    )
    found = route(asked, directory)
    return directory.by_id(found.center_id), found.reason


def _told(
    session: Session,
    chance: random.Random,
    talk: Conversation,
    text: str,
    matter: dict[str, Any],
    at: datetime,
) -> None:
    intent = {"complaint": "report_complaint", "assistance": "request_assistance"}
    name = intent.get(matter["category"], "register_activity")
    sure = round(chance.uniform(0.5, 0.98), 2)
    talks.speak(session, talk, ["user", text, name, sure], at - timedelta(minutes=3))
    talks.speak(session, talk, ["bot", "好，我来帮您登记。请核对一下，没问题就点「提交」。"], at)
