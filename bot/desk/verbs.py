"""How each verb is called with what a form or another program sends: ids become things."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.desk import sight
from bot.desk.facts import Facts, Step, Verb, yes
from bot.desk.special_verbs import SPECIAL
from bot.tickets import decisions, endings, service, transfers, work
from bot.tickets.records import Ticket


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
    **SPECIAL,
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
