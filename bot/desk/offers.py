"""Which moves a colleague has on a ticket, with their names and what each needs to be told."""

from dataclasses import dataclass

from bot.desk import sight
from bot.staff.actor import Actor
from bot.tickets.consultations import STEPS
from bot.tickets.decisions import may_end
from bot.tickets.lifecycle import MOVES
from bot.tickets.records import Ticket

# What a form asks: a reason (`why`; `why?` may stay empty), a unit's id, a colleague's id, …
_OFFERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "accept": ("受理", ("why?",)),
    "ask_supplement": ("要求补正", ("why",)),
    "supplement": ("代为补充", ("why",)),
    "decline": ("不予受理", ("why",)),
    "assign": ("分派", ("staff_id", "why?")),
    "take": ("领办", ("why?",)),
    "begin": ("开始办理", ("why?",)),
    "decide": ("作出处理结果", ("why",)),
    "close": ("办结", ("why?",)),
    "follow_up": ("回访", ("reached", "satisfied?", "why?")),
    "reopen": ("重新办理", ("why",)),
    "appeal": ("登记申诉", ("why",)),
    "uphold": ("维持不予受理", ("why",)),
    "transfer": ("转办", ("unit", "why")),
    "receive": ("接收", ("why?",)),
    "send_back": ("退回", ("why",)),
    "take_back": ("收回转办", ("why?",)),
    "object": ("提出管辖异议", ("why",)),
    "rule": ("指定受理单位", ("unit", "why")),
    "invite": ("邀请协办", ("unit", "why?")),
    "contribute": ("协办意见", ("why",)),
    "merge": ("并单", ("into", "why?")),
    "refer": ("移送外部门", ("authority", "why")),
    "extend": ("延长时限", ("days", "why")),
    "supervise": ("督办", ("why",)),
    "remind": ("催办", ("why?",)),
    "correct": ("更正登记", ("facts", "why?")),
    "seal": ("身份密封", ("on", "why")),
    "reveal": ("查看身份", ("why",)),
    "recommend_judgement": ("推荐侵权判定咨询", ("why",)),
    "accept_judgement": ("接受咨询", ("why?",)),
    "refuse_judgement": ("不接受咨询", ("why",)),
    "invite_experts": ("邀请专家", ("experts", "why?")),
    "expert_answer": ("登记专家答复", ("expert", "answer", "why?")),
    "deliver_opinion": ("出具咨询意见", ("opinion", "file?", "why?")),
    "record_cost": ("登记咨询费用", ("amount", "why?")),
    "nominate": ("推荐资助项目", ("aim", "amount?", "why")),
    "note": ("备注", ("why",)),
    "withdraw": ("代为撤回", ("why?",)),
}

VERB_NAMES = frozenset(_OFFERS)


@dataclass(frozen=True)
class Offer:
    """One move: its verb, its name for people, and the fields its form asks."""

    verb: str
    label: str
    needs: tuple[str, ...]


def offers(actor: Actor, ticket: Ticket, consultation: str | None = None) -> list[Offer]:
    """The legal moves of this colleague on this ticket, in the order of the table of names.

    Args:
        actor: the colleague.
        ticket: the ticket.
        consultation: the state of its newest consultation, if there is one.
    """
    roles = set(sight.roles_on(actor, ticket))
    return [
        Offer(verb, label, needs)
        for verb, (label, needs) in _OFFERS.items()
        if consultation in STEPS.get(verb, {consultation})
        and (verb != "close" or may_end(ticket))
        and (move := MOVES.get((ticket.status, verb)))
        and move.may & roles
    ]


def label(verb: str) -> str:
    """A verb's name for people; the verb itself where it has none."""
    return _OFFERS.get(verb, (verb,))[0]
