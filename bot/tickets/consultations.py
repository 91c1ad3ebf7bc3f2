"""侵权判定咨询: recommended by the local unit, organised and paid for by the province.

The plan gives the opinion to patent disputes that local IP offices handle; it is advice, no
judgement. Every verb raises Refused when the consultation or the ticket is not there yet.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Refused
from bot.money import fen_of
from bot.tickets.consultation_records import Consultation, Expert, Invitation
from bot.tickets.decisions import reason
from bot.tickets.records import Ticket
from bot.tickets.service import act

RECOMMENDED, ACCEPTED, REFUSED = "recommended", "accepted", "refused"
INVITED, DELIVERED = "invited", "delivered"
LABELS = {
    RECOMMENDED: "已推荐，等待省中心审核",
    ACCEPTED: "省中心已接受",
    REFUSED: "省中心未接受",
    INVITED: "已邀请专家",
    DELIVERED: "意见已出具",
}
# From which state of the consultation each verb is possible; `None`: there is none yet.
STEPS: dict[str, frozenset[str | None]] = {
    "recommend_judgement": frozenset({None, REFUSED}),
    "accept_judgement": frozenset({RECOMMENDED}),
    "refuse_judgement": frozenset({RECOMMENDED}),
    "invite_experts": frozenset({ACCEPTED, INVITED}),
    "expert_answer": frozenset({INVITED}),
    "deliver_opinion": frozenset({INVITED}),
    "record_cost": frozenset({INVITED, DELIVERED}),
}
ANSWERS = {"asked": "待答复", "agreed": "同意", "declined": "谢绝", "avoided": "回避"}


def recommend(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Consultation:
    """The local unit recommends the case; `why` is the question for the experts."""
    question = reason(why, "请写明要咨询的问题和推荐理由。")
    _in_state(session, ticket, "recommend_judgement")
    act(session, ticket, "recommend_judgement", by=by, role=role, why=question, at=at)
    found = Consultation(
        ticket_id=ticket.id,
        state=RECOMMENDED,
        unit=ticket.center_id,
        question=question,
        recommended_at=at,
    )
    session.add(found)
    session.flush()
    return found


def accept(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Consultation:
    """The province takes it on."""
    return _step(session, ticket, "accept_judgement", ACCEPTED, by, role, why, at)


def refuse(
    session: Session, ticket: Ticket, *, by: str, role: str, why: str, at: datetime
) -> Consultation:
    """The province does not take it on, and says why."""
    said = reason(why, "不接受要写明理由。")
    found = _step(session, ticket, "refuse_judgement", REFUSED, by, role, said, at)
    found.answer_why = said
    return found


def invite(
    session: Session,
    ticket: Ticket,
    *,
    experts: Iterable[int],
    by: str,
    role: str,
    why: str,
    at: datetime,
) -> Consultation:
    """Ask experts; asked again, an expert is asked once."""
    chosen = [session.get(Expert, expert_id) for expert_id in sorted(set(experts))]
    if not chosen or any(one is None or not one.active for one in chosen):
        raise Refused("请从专家名册里选择在册的专家。")
    detail = {"experts": [one.id for one in chosen if one]}
    found = _step(session, ticket, "invite_experts", INVITED, by, role, why, at, detail)
    known = {invitation.expert_id for invitation in found.invitations}
    for one in chosen:
        if one is not None and one.id not in known:
            asked = Invitation(expert_id=one.id, answer="asked", invited_at=at, expert=one)
            found.invitations.append(asked)
    session.flush()
    return found


def note_answer(
    session: Session,
    ticket: Ticket,
    *,
    expert: int,
    answer: str,
    by: str,
    role: str,
    why: str,
    at: datetime,
) -> Consultation:
    """What an expert answered; 回避 where there is an interest in the matter."""
    found = _in_state(session, ticket, "expert_answer")
    asked = [one for one in found.invitations if one.expert_id == expert] if found else []
    if found is None or not asked or answer not in ANSWERS:
        raise Refused("没有邀请过这位专家，或者答复不对。")
    detail = {"expert": expert, "answer": answer}
    act(session, ticket, "expert_answer", by=by, role=role, why=why, at=at, detail=detail)
    asked[0].answer = answer
    return found


def deliver(
    session: Session,
    ticket: Ticket,
    *,
    opinion: str,
    by: str,
    role: str,
    why: str,
    at: datetime,
    file: dict[str, Any] | None = None,
) -> Consultation:
    """The opinion, by experts who agreed; its words are sealed into the trail by their hash."""
    said = reason(opinion, "请写明咨询意见。")
    found = _in_state(session, ticket, "deliver_opinion")
    if found is None or not any(one.answer == "agreed" for one in found.invitations):
        raise Refused("还没有同意参加的专家，不能出具意见。")
    detail = {"sha256": hashlib.sha256(said.encode()).hexdigest(), "file": file}
    _step(session, ticket, "deliver_opinion", DELIVERED, by, role, why, at, detail)
    found.opinion, found.opinion_file, found.delivered_at = said, file, at
    return found


def record_cost(
    session: Session, ticket: Ticket, *, amount: str, by: str, role: str, why: str, at: datetime
) -> Consultation:
    """What the province paid for it, in yuan."""
    fen = fen_of(amount)
    detail = {"fen": fen, "borne_by": "provincial"}
    found = _step(session, ticket, "record_cost", None, by, role, why, at, detail)
    found.cost_fen, found.cost_note = fen, why
    return found


def of(session: Session, ticket: Ticket) -> list[Consultation]:
    """All consultations of a ticket, oldest first."""
    query = select(Consultation).where(Consultation.ticket_id == ticket.id)
    return list(session.scalars(query.order_by(Consultation.id)))


def current(session: Session, ticket: Ticket) -> Consultation | None:
    """The newest one."""
    return next(iter(reversed(of(session, ticket))), None)


def _step(
    session: Session,
    ticket: Ticket,
    verb: str,
    to: str | None,
    by: str,
    role: str,
    why: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> Consultation:
    found = _in_state(session, ticket, verb)
    assert found is not None
    act(session, ticket, verb, by=by, role=role, why=why, at=at, detail=detail)
    found.state = to or found.state
    return found


def _in_state(session: Session, ticket: Ticket, verb: str) -> Consultation | None:
    found = current(session, ticket)
    state = found.state if found else None
    if state not in STEPS[verb]:
        stands = LABELS[state] if state else "还没有推荐"
        raise Refused(f"侵权判定咨询现在是「{stands}」，不能这样操作，没有改动。")
    return found
