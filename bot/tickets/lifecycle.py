"""The life of a ticket as a table of legal moves. What is not in the table is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import Refused
from bot.tickets.statuses import (
    ACCEPTED,
    ASSIGNED,
    AT_WORK,
    AWAITING_SUPPLEMENT,
    CLOSED,
    DECIDED,
    DECLINED,
    DISPUTED,
    EVER,
    IN_PROGRESS,
    LABELS,
    LIVE,
    MERGED,
    OPENED,
    OVER,
    PENDING_TRANSFER,
    REFERRED,
    TAKEN_ON,
    WITHDRAWN,
)

__all__ = ["LABELS", "LIVE", "MOVES", "OVER", "Move", "NotAllowed", "WrongStatus", "move"]

PERSON, SYSTEM = "person", "system"
# Of the unit that has the ticket.
HANDLER, SUPERVISOR = "handler", "supervisor"
# Of the unit that sent it and waits for the other to take it; of one that helps; of the province.
SENDER, COOPERATING, PROVINCE = "sender", "cooperating", "province"
_UNIT = frozenset({HANDLER, SUPERVISOR})
_LEAD = frozenset({SUPERVISOR})
_TOP = frozenset({PROVINCE})
# Where the ticket stood before it waited for somebody: `move` is told.
BACK = "(back)"
STAY = "(stay)"


@dataclass(frozen=True)
class Move:
    """Where a verb leads (a status, `BACK` or `STAY`), and who may use it."""

    to: str
    may: frozenset[str]


class WrongStatus(Refused):
    """The move is not legal from where the ticket is."""


class NotAllowed(Refused):
    """The move is legal, but not for this role."""


# verb: from where, to where, by whom.
_ROWS: tuple[tuple[str, Iterable[str], str, frozenset[str]], ...] = (
    ("accept", {OPENED}, ACCEPTED, _UNIT),
    ("ask_supplement", AT_WORK, AWAITING_SUPPLEMENT, _UNIT),
    ("decline", {OPENED, AWAITING_SUPPLEMENT}, DECLINED, _UNIT),
    ("assign", {OPENED, IN_PROGRESS}, STAY, _LEAD),
    ("assign", {ACCEPTED, ASSIGNED}, ASSIGNED, _LEAD),
    ("take", {ACCEPTED}, ASSIGNED, _UNIT),
    ("begin", {ACCEPTED, ASSIGNED}, IN_PROGRESS, _UNIT),
    ("decide", {IN_PROGRESS}, DECIDED, _UNIT),
    # A callback or an enquiry ends with the call itself.
    ("close", {DECIDED, OPENED}, CLOSED, _UNIT),
    ("follow_up", {CLOSED}, STAY, _UNIT),
    ("reopen", {CLOSED}, IN_PROGRESS, _LEAD),
    ("reopen", {DECLINED}, OPENED, _LEAD | _TOP),
    ("appeal", {DECLINED}, STAY, _UNIT | {PERSON}),
    ("uphold", {DECLINED}, STAY, _LEAD | _TOP),
    # Between units.
    ("transfer", AT_WORK, PENDING_TRANSFER, _UNIT),
    ("receive", {PENDING_TRANSFER}, OPENED, _UNIT),
    ("send_back", {PENDING_TRANSFER}, BACK, _UNIT),
    ("take_back", {PENDING_TRANSFER}, BACK, frozenset({SENDER})),
    ("object", {PENDING_TRANSFER}, DISPUTED, _UNIT),
    ("rule", {DISPUTED}, OPENED, _TOP),
    ("invite", AT_WORK, STAY, _UNIT | _TOP),
    ("contribute", LIVE, STAY, frozenset({COOPERATING, PROVINCE})),
    ("merge", AT_WORK | {AWAITING_SUPPLEMENT}, MERGED, _UNIT),
    ("absorb", LIVE, STAY, _UNIT),
    ("refer", AT_WORK, REFERRED, _UNIT),
    # Pressure and time.
    ("supervise", LIVE, STAY, _LEAD | _TOP),
    ("remind", LIVE, STAY, _LEAD | _TOP | {PERSON, SYSTEM}),
    ("extend", LIVE, STAY, _LEAD),
    ("warn", LIVE, STAY, frozenset({SYSTEM})),
    ("escalate", LIVE, STAY, frozenset({SYSTEM})),
    # The person's own.
    ("supplement", LIVE - {AWAITING_SUPPLEMENT} | {CLOSED, DECLINED}, STAY, _UNIT | {PERSON}),
    # The first answer to 补正 starts the clock again.
    ("supplement", {AWAITING_SUPPLEMENT}, BACK, _UNIT | {PERSON}),
    ("withdraw", LIVE, WITHDRAWN, _LEAD | {PERSON}),
    # Infringement-judgement consultation: 侵权判定咨询.
    ("recommend_judgement", TAKEN_ON, STAY, _UNIT | {COOPERATING}),
    ("accept_judgement", LIVE, STAY, _TOP),
    ("refuse_judgement", LIVE, STAY, _TOP),
    ("invite_experts", LIVE, STAY, _TOP),
    ("expert_answer", LIVE, STAY, _TOP),
    ("deliver_opinion", LIVE, STAY, _TOP),
    ("record_cost", EVER, STAY, _TOP),
    # Funding recommendation: 资助项目.
    ("nominate", TAKEN_ON | {DECIDED, CLOSED}, STAY, _UNIT),
    ("fund", EVER, STAY, _TOP),
    # What only adds to the file.
    ("note", EVER, STAY, _UNIT | _TOP | {COOPERATING, SENDER}),
    ("correct", LIVE, STAY, _UNIT),
    ("seal", EVER, STAY, _LEAD),
    ("reveal", EVER, STAY, _UNIT | _TOP),
)
MOVES: dict[tuple[str, str], Move] = {
    (status, verb): Move(to, may) for verb, statuses, to, may in _ROWS for status in statuses
}
VERBS = frozenset(verb for _, verb in MOVES)


def move(status: str, verb: str, role: str, *, before: str = OPENED) -> str:
    """The status after `verb`.

    Args:
        status: where the ticket stands.
        verb: what is done.
        role: by whom.
        before: where it stood before it began to wait for somebody.
    Raises:
        WrongStatus: the verb is not legal from `status`.
        NotAllowed: not for this role.
    """
    legal = MOVES.get((status, verb))
    if legal is None:
        raise WrongStatus(f"这件事现在是「{LABELS[status]}」，不能这样操作，没有改动。")
    if role not in legal.may:
        raise NotAllowed("您的身份不能做这一步操作，没有改动。")
    return {STAY: status, BACK: before}.get(legal.to, legal.to)


def role_for(status: str, verb: str, roles: Iterable[str]) -> str:
    """The one of somebody's roles that lets them make a move.

    Raises:
        WrongStatus, NotAllowed: as for `move`.
    """
    held = list(roles)
    fitting = [role for role in held if (status, verb) in MOVES and role in MOVES[status, verb].may]
    role = fitting[0] if fitting else ""
    move(status, verb, role)
    return role
