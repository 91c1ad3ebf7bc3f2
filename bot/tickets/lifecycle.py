"""The life of a ticket as a table of legal moves. What is not in the table is refused."""

from dataclasses import dataclass

from bot.errors import Refused

OPENED = "opened"
ACCEPTED = "accepted"
AWAITING_SUPPLEMENT = "awaiting_supplement"
ASSIGNED = "assigned"
IN_PROGRESS = "in_progress"
PENDING_TRANSFER = "pending_transfer"
DECIDED = "decided"
DECLINED = "declined"
REFERRED = "referred"
WITHDRAWN = "withdrawn"
CLOSED = "closed"

# What the public reads.
LABELS = {
    OPENED: "已登记，等待受理单位处理",
    ACCEPTED: "已受理",
    AWAITING_SUPPLEMENT: "需要您补充材料",
    ASSIGNED: "已安排承办人",
    IN_PROGRESS: "办理中",
    PENDING_TRANSFER: "已转给别的单位，等待对方接收",
    DECIDED: "已有处理结果",
    DECLINED: "不予受理",
    REFERRED: "已移送其他部门",
    WITHDRAWN: "已撤回",
    CLOSED: "已办结",
}
LIVE = frozenset(
    {OPENED, ACCEPTED, AWAITING_SUPPLEMENT, ASSIGNED, IN_PROGRESS, PENDING_TRANSFER, DECIDED}
)
OVER = frozenset({DECLINED, REFERRED, WITHDRAWN, CLOSED})

PERSON, HANDLER, SUPERVISOR, SYSTEM = "person", "handler", "supervisor", "system"
_STAFF = frozenset({HANDLER, SUPERVISOR})


@dataclass(frozen=True)
class Move:
    """Where a verb leads (`None`: the status stays), and who may use it."""

    to: str | None
    may: frozenset[str]


class WrongStatus(Refused):
    """The move is not legal from where the ticket is."""


class NotAllowed(Refused):
    """The move is legal, but not for this role."""


def _moves() -> dict[tuple[str, str], Move]:
    table = {
        (OPENED, "accept"): Move(ACCEPTED, _STAFF),
        (OPENED, "ask_supplement"): Move(AWAITING_SUPPLEMENT, _STAFF),
        (ACCEPTED, "ask_supplement"): Move(AWAITING_SUPPLEMENT, _STAFF),
        (IN_PROGRESS, "ask_supplement"): Move(AWAITING_SUPPLEMENT, _STAFF),
        (OPENED, "decline"): Move(DECLINED, _STAFF),
        (AWAITING_SUPPLEMENT, "decline"): Move(DECLINED, _STAFF),
        (ACCEPTED, "assign"): Move(ASSIGNED, frozenset({SUPERVISOR})),
        (ASSIGNED, "assign"): Move(ASSIGNED, frozenset({SUPERVISOR})),
        (ASSIGNED, "begin"): Move(IN_PROGRESS, _STAFF),
        (IN_PROGRESS, "decide"): Move(DECIDED, _STAFF),
        (DECIDED, "close"): Move(CLOSED, _STAFF),
        (OPENED, "close"): Move(CLOSED, _STAFF),
        (CLOSED, "follow_up"): Move(None, _STAFF),
        (CLOSED, "reopen"): Move(IN_PROGRESS, frozenset({SUPERVISOR})),
        (PENDING_TRANSFER, "receive"): Move(OPENED, _STAFF),
        (PENDING_TRANSFER, "send_back"): Move(OPENED, _STAFF),
        (PENDING_TRANSFER, "take_back"): Move(OPENED, _STAFF),
        # The first answer of a person to 补正 starts the clock again.
        (AWAITING_SUPPLEMENT, "supplement"): Move(OPENED, frozenset({PERSON, *_STAFF})),
    }
    for status in (OPENED, ACCEPTED, ASSIGNED, IN_PROGRESS):
        table[status, "transfer"] = Move(PENDING_TRANSFER, _STAFF)
        table[status, "refer"] = Move(REFERRED, _STAFF)
    for status in LIVE:
        table[status, "withdraw"] = Move(WITHDRAWN, frozenset({PERSON, SUPERVISOR}))
        table[status, "supervise"] = Move(None, frozenset({SUPERVISOR}))
        table[status, "remind"] = Move(None, frozenset({SUPERVISOR, SYSTEM}))
        table[status, "extend"] = Move(None, frozenset({SUPERVISOR}))
        table.setdefault((status, "supplement"), Move(None, frozenset({PERSON, *_STAFF})))
    return table


MOVES = _moves()
VERBS = frozenset(verb for _, verb in MOVES)


def move(status: str, verb: str, role: str) -> str:
    """The status after `verb`.

    Raises:
        WrongStatus: the verb is not legal from `status`.
        NotAllowed: not for this role.
    """
    legal = MOVES.get((status, verb))
    if legal is None:
        raise WrongStatus(f"这件事现在是「{LABELS[status]}」，不能这样操作。")
    if role not in legal.may:
        raise NotAllowed("您的身份不能做这一步操作。")
    return legal.to or status
