"""A colleague moves a ticket: seen, not stale, legal, done, told. One verb, one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.desk import arrivals, sight, telling
from bot.desk.facts import Facts, Step
from bot.desk.verbs import VERBS
from bot.errors import Conflict, Refused
from bot.staff.actor import Actor
from bot.text import clean
from bot.tickets import lifecycle, trail, work
from bot.tickets.records import Ticket

LONGEST_WHY = 2000


class Stale(Conflict):
    """Somebody else changed the ticket since the caller read it."""


@dataclass(frozen=True)
class Desk:
    """A colleague at work, in one transaction."""

    session: Session
    actor: Actor
    directory: Directory
    at: datetime

    def move(
        self, number: str, verb: str, *, version: int | None, why: str = "", **facts: Any
    ) -> Ticket:
        """Make one move on a ticket, and tell whom it concerns.

        Args:
            number: the ticket's.
            verb: one of `VERBS`.
            version: the ticket's version that the caller saw; `None` only where nothing was shown.
            why: the reason, for the trail and where it matters for the person.
            facts: what the verb needs besides (see `bot.desk.offers`).
        Raises:
            NotFound: absent or not theirs. Stale: changed meanwhile. Refused: illegal, not for
                this role, or something is missing. Nothing is changed then.
        """
        ticket = sight.ticket(self.session, self.actor, number, lock=True)
        if verb not in VERBS:
            raise Refused("没有这种操作。")
        if version is not None and version != ticket.version:
            raise Stale(
                "刚刚有同事改动了这件事，您看到的已不是最新内容。请刷新后再操作，没有改动。"
            )
        roles = sight.roles_on(self.actor, ticket)
        step = Step(
            by=self.actor.name,
            role=lifecycle.role_for(ticket.status, verb, roles),
            why=clean(why).strip()[:LONGEST_WHY],
            at=self.at,
        )
        before = ticket.status
        VERBS[verb](self.session, ticket, step, Facts(self.actor, self.directory, facts))
        self.session.flush()
        if verb in {"receive", "rule"}:
            arrivals.follows(self.session, ticket)
        self._tell(ticket, verb, before)
        return ticket

    def _tell(self, ticket: Ticket, verb: str, before: str) -> None:
        telling.staff(self.session, ticket, verb, at=self.at, by=self.actor)
        if verb in {"assign", "supplement"} and ticket.status == before:
            return
        done = trail.last(self.session, ticket, verb)
        facts = told_of(done.why, done.detail) if done else {}
        telling.person(self.session, ticket, verb, directory=self.directory, at=self.at, **facts)

    def reveal(self, number: str, why: str) -> dict[str, str | None]:
        """The person's full identity; the look stays in the ticket's trail.

        Raises:
            NotFound, Refused: as for `move`; a reason is needed.
        """
        ticket = self.move(number, "reveal", version=None, why=why)
        return {name: getattr(ticket, name) for name in work.IDENTITY}


def told_of(why: str, detail: dict[str, Any]) -> dict[str, str]:
    """What an event holds that a sentence may name."""
    until = detail.get("until") or detail.get("appeal_until")
    return {
        "why": why,
        "until": telling.day(datetime.fromisoformat(until)) if until else "（未定）",
        "authority": str(detail.get("authority", "")),
        "into": str(detail.get("into", "")),
    }
