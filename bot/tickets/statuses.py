"""Where a ticket can stand, and what the public reads about it."""

OPENED = "opened"
ACCEPTED = "accepted"
AWAITING_SUPPLEMENT = "awaiting_supplement"
ASSIGNED = "assigned"
IN_PROGRESS = "in_progress"
PENDING_TRANSFER = "pending_transfer"
DISPUTED = "disputed"
DECIDED = "decided"
DECLINED = "declined"
REFERRED = "referred"
WITHDRAWN = "withdrawn"
MERGED = "merged"
CLOSED = "closed"

LABELS = {
    OPENED: "已登记，等待受理单位处理",
    ACCEPTED: "已受理",
    AWAITING_SUPPLEMENT: "需要您补充材料",
    ASSIGNED: "已安排承办人",
    IN_PROGRESS: "办理中",
    PENDING_TRANSFER: "已转给别的单位，等待对方接收",
    DISPUTED: "由哪家单位办理正在由省中心协调",
    DECIDED: "已有处理结果",
    DECLINED: "不予受理",
    REFERRED: "已移送其他部门",
    WITHDRAWN: "已撤回",
    MERGED: "已并入您的另一件事一起办理",
    CLOSED: "已办结",
}
LIVE = frozenset(
    {
        OPENED,
        ACCEPTED,
        AWAITING_SUPPLEMENT,
        ASSIGNED,
        IN_PROGRESS,
        PENDING_TRANSFER,
        DISPUTED,
        DECIDED,
    }
)
OVER = frozenset({DECLINED, REFERRED, WITHDRAWN, MERGED, CLOSED})
EVER = LIVE | OVER
# At work at one unit, with nobody outside it to wait for.
AT_WORK = frozenset({OPENED, ACCEPTED, ASSIGNED, IN_PROGRESS})
TAKEN_ON = frozenset({ACCEPTED, ASSIGNED, IN_PROGRESS})
