"""The verbs of the consultation (侵权判定咨询) and of funding, with what they are sent."""

from sqlalchemy.orm import Session

from bot.desk.facts import Facts, Step, Verb
from bot.tickets import consultations, funding
from bot.tickets.records import Ticket


def _invite(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    experts = facts.numbers("experts", "请选择专家。")
    return consultations.invite(session, ticket, experts=experts, **step)


def _answer(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    expert = facts.need("expert", int, "请选择专家。")
    answer = facts.need("answer", str, "请选择专家的答复。")
    return consultations.note_answer(session, ticket, expert=expert, answer=answer, **step)


def _deliver(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    opinion = facts.need("opinion", str, "请写明咨询意见。")
    file = facts.get("file", dict)
    return consultations.deliver(session, ticket, opinion=opinion, file=file, **step)


def _cost(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    amount = facts.need("amount", str, "请写明金额。")
    return consultations.record_cost(session, ticket, amount=amount, **step)


def _nominate(session: Session, ticket: Ticket, step: Step, facts: Facts) -> object:
    aim = facts.need("aim", str, "请选择资助目的。")
    amount = facts.get("amount", str)
    directory = facts.directory
    return funding.nominate(session, ticket, aim=aim, amount=amount, directory=directory, **step)


SPECIAL: dict[str, Verb] = {
    "recommend_judgement": lambda session, ticket, step, _: consultations.recommend(
        session, ticket, **step
    ),
    "accept_judgement": lambda session, ticket, step, _: consultations.accept(
        session, ticket, **step
    ),
    "refuse_judgement": lambda session, ticket, step, _: consultations.refuse(
        session, ticket, **step
    ),
    "invite_experts": _invite,
    "expert_answer": _answer,
    "deliver_opinion": _deliver,
    "record_cost": _cost,
    "nominate": _nominate,
}
