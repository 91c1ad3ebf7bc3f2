"""One thing of every kind, all of one unit, with words that nobody elsewhere may read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.centers.directory import Directory
from bot.console.doors import Door
from bot.conversations import corrections, replays
from bot.conversations.replays import Read
from bot.knowledge import gaps, publishing
from bot.knowledge.library import Answer
from bot.plan import activities, agreements
from bot.plan.activities import NewActivity
from bot.plan.agreements import Terms
from bot.settings import ROOT
from bot.staff.actor import Actor
from bot.tickets import consultations, experts, funding, service
from tests.colleagues import colleague
from tests.console.talks import queued
from tests.tickets.cast import complaint

UNITS = Directory.load(ROOT / "knowledge" / "centers.yml")
# Addresses of one thing that a colleague elsewhere may know of, though not change.
_SHARED = ("/plan/experts", "/knowledge", "/tickets/export", "/figures", "/quality")


@dataclass
class Things:
    """Ids for the blanks of addresses, and secrets to look for."""

    ids: dict[str, dict[str, str]]
    secrets: tuple[str, ...]

    def fill(self, path: str) -> str:
        """An address with its blanks filled by what there is."""
        room = next((known for known in self.ids if path.startswith(known)), "")
        for name, value in self.ids.get(room, {}).items():
            path = path.replace("{" + name + "}", value)
        return path

    def form(self, door: Door) -> dict[str, Any]:
        """What would be accepted, as far as one form can serve many doors."""
        day = {"on": "2026-11-24"} if "/agreements" in door.path else {"on": "1"}
        return {
            **day,
            "text": "别处的人写的话",
            "talk": self.ids["/talks"]["id"],
            "why": "别处的人的理由",
            "version": "1",
            "number": "HN-AAAA-AAAAA",
            "intent": "greet",
            "seq": "1",
            "state": "open",
            "staff_id": "1",
            "unit": "yueyang-branch",
            "role": "admin",
            "name": "别处的人",
            "category": "tip",
            "description": "别处的人登记",
            "instance": "foreign",
            "password": "a new password 9",
            "title": "别处的人的活动",
            "place": "别处",
            "kind": "lecture",
            "starts_at": "2026-12-01T09:00",
            "ends_at": "2026-12-01T10:00",
        }

    def absent(self, door: Door) -> set[int]:
        """What a colleague elsewhere is told about the thing behind an address."""
        return {200, 303, 403, 404, 409} if door.path.startswith(_SHARED) else {404, 403}


def furnish(factory: sessionmaker[Session], unit: str) -> Things:
    """Put one thing of every kind into a unit."""
    talk_id = queued(factory, "机密的话：岳阳的秘密线索", unit=unit)
    with factory.begin() as session:
        boss = colleague(session, "岳阳负责人", unit, "supervisor")
        top = colleague(session, "省中心负责人", "provincial", "supervisor")
        ticket = _ticket(session, boss, top, talk_id)
        ids = {
            "/talks": {"id": talk_id, "file": "0" * 32},
            "/tickets/export": {"kind": "csv"},
            "/tickets": {
                "number": ticket,
                "verb": "note",
                "sha256": "0" * 64,
                "paper": "complaint",
                "form": "pdf",
            },
            "/plan/funding": {"id": "1", "entry": "1", "kind": "xlsx"},
            "/plan/experts": {"id": "1"},
            "/plan/activities": {"id": str(_activity(session, boss, unit))},
            "/plan/agreements": {"id": str(_agreement(session, boss, unit)), "sha256": "0" * 64},
            "/staff": {"id": str(boss.id)},
            "/knowledge/versions": {"id": str(_version(session, boss))},
            "/knowledge/entries": {"entry": "house-entry"},
            "/quality/replays": {"id": str(_replay(session, boss, talk_id))},
        }
    return Things(ids, ("机密的话", "机密的事", "机密的活动", "机密的协议", "13873112345"))


def _ticket(session: Session, boss: Actor, top: Actor, talk_id: str) -> str:
    at = clock.now()
    new = complaint(
        "one", description="机密的事", conversation_id=talk_id, ip_type="invention_patent"
    )
    ticket = service.open(session, new, at=at)
    done = {"by": boss.name, "role": "supervisor", "at": at}
    service.act(session, ticket, "accept", why="", **done)
    consultations.recommend(session, ticket, why="机密的事：算不算侵权", **done)
    funding.nominate(session, ticket, aim="small", directory=UNITS, why="机密的事", **done)
    experts.enrol(session, top, "示例专家", org="示例", fields="机械", at=at)
    return ticket.number


def _version(session: Session, boss: Actor) -> int:
    data = {
        "id": "house-entry",
        "title": "示例问题怎么办？",
        "questions": [f"示例问题的第{n}种问法" for n in "一二三四五六七八九十"],
        "answer": "示例答案。",
        "sources": ["示例出处"],
        "status": "unverified",
    }
    at = clock.now()
    version = publishing.draft(session, data, topic="hotline", by=boss.name, at=at)
    return publishing.submit(session, version.id, by=boss.name, at=at).id


def _replay(session: Session, boss: Actor, talk_id: str) -> int:
    at = clock.now()
    corrections.correct(session, talk_id, 1, intent="greet", entities=None, by=boss.name, at=at)
    gap = Answer("no_entry")
    gaps.keep(session, "没有答上的问题", gap, channel="web", at=at)
    replay = replays.ask(session, "candidate.tar.gz", talks=10, by=boss.name, at=at)
    asked, read = replays.questions(session, 10), Read("greet", 0.9)
    replays.finish(session, replay, asked, [read] * len(asked), [read] * len(asked), at=at)
    return replay.id


def _activity(session: Session, boss: Actor, unit: str) -> int:
    at = clock.now()
    new = NewActivity(
        unit=unit,
        kind="lecture",
        title="机密的活动",
        place="岳阳",
        starts_at=at + timedelta(days=3),
        ends_at=at + timedelta(days=3, hours=2),
    )
    return activities.plan(session, boss, new, at=at).id


def _agreement(session: Session, boss: Actor, unit: str) -> int:
    terms = Terms(kind="framework", title="机密的协议", unit=unit, parties=(unit, "provincial"))
    return agreements.draft(session, boss, terms, at=clock.now()).id
