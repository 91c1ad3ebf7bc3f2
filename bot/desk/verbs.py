"""How each verb is called with what a form or another program sends: ids become things."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from bot.centers.center import Center
from bot.centers.directory import Directory
from bot.desk import sight
from bot.errors import NotFound, Refused
from bot.staff import queries
from bot.staff.actor import Actor
from bot.tickets import decisions, endings, service, transfers, work
from bot.tickets.records import Ticket

_TRUE = {True, "1", "true", "on", "yes"}


class Step(TypedDict):
    """What every verb is told."""

    by: str
    role: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What a verb needs besides, as it was sent, and who sends it."""

    actor: Actor
    directory: Directory
    sent: dict[str, Any]

    def get(self, name: str, kind: Callable[[Any], Any] = str) -> Any:
        """One fact; `None` when it is missing.

        Raises:
            Refused: it is not of its kind.
        """
        value = self.sent.get(name)
        if value is None or value == "":
            return None
        try:
            return kind(value)
        except (TypeError, ValueError):
            raise Refused("填写的内容不对，没有改动。") from None

    def need(self, name: str, kind: Callable[[Any], Any], otherwise: str) -> Any:
        """One fact that cannot be missing.

        Raises:
            Refused: missing (`otherwise` says so), or not of its kind.
        """
        value = self.get(name, kind)
        if value is None:
            raise Refused(otherwise)
        return value

    def unit(self) -> Center:
        """The unit of `unit`.

        Raises:
            Refused: missing or unknown.
        """
        try:
            return self.directory.by_id(self.need("unit", str, "请选择单位。"))
        except NotFound:
            raise Refused("没有这个单位，没有改动。") from None

    def colleague(self, session: Session) -> Actor:
        """The colleague of `staff_id`; oneself when it is missing."""
        staff_id = self.get("staff_id", int)
        return self.actor if staff_id is None else queries.actor(session, staff_id)


Verb = Callable[[Session, Ticket, Step, Facts], object]


def yes(value: object) -> bool:
    """Whether a sent value means yes."""
    return value in _TRUE


def _plain(verb: Callable[..., object]) -> Verb:
    return lambda session, ticket, step, facts: verb(session, ticket, **step)


def _to_unit(verb: Callable[..., object]) -> Verb:
    return lambda session, ticket, step, facts: verb(session, ticket, to=facts.unit(), **step)


def _to_colleague(verb: Callable[..., object]) -> Verb:
    return lambda session, ticket, step, facts: verb(
        session, ticket, to=facts.colleague(session), **step
    )


def _merge(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    number = facts.need("into", str, "请写明并入哪一件的编号。")
    into = sight.ticket(session, facts.actor, number, lock=True)
    return endings.merge(session, ticket, into=into, **step)


def _supplement(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    text = decisions.reason(step["why"], "请写明补充的内容。")
    by, role, at = step["by"], step["role"], step["at"]
    return service.supplement(session, ticket, text=text, evidence=[], by=by, role=role, at=at)


def _follow_up(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    satisfied = facts.get("satisfied", int)
    reached = facts.need("reached", yes, "请选择是否联系上。")
    return decisions.follow_up(session, ticket, reached=reached, satisfied=satisfied, **step)


def _correct(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    corrected = facts.need("facts", dict, "请写明更正哪一项。")
    return work.correct(session, ticket, facts=corrected, **step)


def _extend(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    days = facts.need("days", int, "请写明延长几个工作日。")
    return work.extend(session, ticket, days=days, **step)


def _seal(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    return work.seal(session, ticket, on=yes(facts.sent.get("on")), **step)


def _refer(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    authority = facts.need("authority", str, "请写明移送给哪个部门。")
    return endings.refer(session, ticket, authority=authority, **step)


VERBS: dict[str, Verb] = {
    "accept": _plain(decisions.accept),
    "ask_supplement": _plain(decisions.ask_supplement),
    "supplement": _supplement,
    "decline": _plain(decisions.decline),
    "decide": _plain(decisions.decide),
    "close": _plain(decisions.close),
    "follow_up": _follow_up,
    "reopen": _plain(decisions.reopen),
    "appeal": _plain(decisions.appeal),
    "uphold": _plain(decisions.uphold),
    "assign": _to_colleague(work.assign),
    "take": _to_colleague(work.take),
    "begin": _plain(work.begin),
    "note": _plain(work.note),
    "correct": _correct,
    "extend": _extend,
    "supervise": _plain(work.supervise),
    "remind": _plain(work.remind),
    "seal": _seal,
    "reveal": _plain(work.reveal),
    "transfer": _to_unit(transfers.transfer),
    "receive": _plain(transfers.receive),
    "send_back": _plain(transfers.send_back),
    "take_back": _plain(transfers.take_back),
    "object": _plain(transfers.object_to),
    "rule": _to_unit(transfers.rule),
    "invite": _to_unit(transfers.invite),
    "contribute": _plain(transfers.contribute),
    "merge": _merge,
    "refer": _refer,
    "withdraw": _plain(service.withdraw),
}
