"""Who may do what, as one table. Pure: no database, no framework, no clock.

A role is held at a unit; the province's unit reaches every unit. Administrators run accounts and
see no case; auditors read the trail and see no case either.
"""

PROVINCE = "provincial"
HANDLER, SUPERVISOR, EDITOR = "handler", "supervisor", "editor"
REVIEWER, AUDITOR, ADMIN = "reviewer", "auditor", "admin"
ROLES = {
    HANDLER: "承办人",
    SUPERVISOR: "主管",
    EDITOR: "知识编辑",
    REVIEWER: "知识审核",
    AUDITOR: "审计",
    ADMIN: "系统管理",
}

SEE_TALKS, TALK, LEAD_TALKS = "see_talks", "talk", "lead_talks"
SEE_TICKETS, WORK_TICKETS, SUPERVISE = "see_tickets", "work_tickets", "supervise"
REVEAL, EXPORT = "reveal", "export"
SEE_KNOWLEDGE, EDIT_KNOWLEDGE = "see_knowledge", "edit_knowledge"
REVIEW_KNOWLEDGE = "review_knowledge"
SEE_QUALITY, CORRECT_READING, SEE_FIGURES = "see_quality", "correct_reading", "see_figures"
SEE_AUDIT, MANAGE_STAFF, MANAGE_API, SWITCH_BOT = (
    "see_audit",
    "manage_staff",
    "manage_api",
    "switch_bot",
)

_CASEWORK = frozenset(
    {SEE_TALKS, TALK, SEE_TICKETS, WORK_TICKETS, REVEAL, CORRECT_READING, SEE_FIGURES}
)
TABLE: dict[str, frozenset[str]] = {
    HANDLER: _CASEWORK | {SEE_KNOWLEDGE},
    SUPERVISOR: _CASEWORK | {SEE_KNOWLEDGE, LEAD_TALKS, SUPERVISE, EXPORT, SEE_QUALITY, SWITCH_BOT},
    EDITOR: frozenset({SEE_KNOWLEDGE, EDIT_KNOWLEDGE, SEE_QUALITY}),
    REVIEWER: frozenset({SEE_KNOWLEDGE, REVIEW_KNOWLEDGE, SEE_QUALITY}),
    AUDITOR: frozenset({SEE_AUDIT, SEE_FIGURES}),
    ADMIN: frozenset({MANAGE_STAFF, MANAGE_API, SWITCH_BOT}),
}
PERMISSIONS = frozenset().union(*TABLE.values())


def allows(grants: frozenset[tuple[str, str]], permission: str, unit: str | None = None) -> bool:
    """Whether roles held at units allow something at `unit` (`None`: at any unit at all).

    Args:
        grants: pairs of unit and role.
        permission: one of `PERMISSIONS`.
        unit: where it is to be done.
    """
    reached = units(grants, permission)
    if reached is None:
        return True
    return bool(reached) if unit is None else unit in reached


def units(grants: frozenset[tuple[str, str]], permission: str) -> frozenset[str] | None:
    """At which units something is allowed; `None` means at all of them."""
    held = frozenset(unit for unit, role in grants if permission in TABLE.get(role, ()))
    return None if PROVINCE in held else held
