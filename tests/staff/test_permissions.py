"""Who may do what, over every role and permission."""

import pytest

from bot.staff import permissions
from bot.staff.permissions import PERMISSIONS, PROVINCE, ROLES, TABLE, allows, units

HERE, ELSEWHERE = "yueyang-branch", "hengyang-branch"
CASE_CONTENT = {"see_talks", "talk", "lead_talks", "see_tickets", "work_tickets", "reveal"}


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_a_role_reaches_its_own_unit_and_no_other(role: str, permission: str) -> None:
    held = frozenset({(HERE, role)})
    assert allows(held, permission, HERE) is (permission in TABLE[role])
    assert not allows(held, permission, ELSEWHERE)
    assert not allows(held, permission, PROVINCE)


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_the_provinces_role_reaches_every_unit(role: str, permission: str) -> None:
    held = frozenset({(PROVINCE, role)})
    for unit in (HERE, ELSEWHERE, PROVINCE, None):
        assert allows(held, permission, unit) is (permission in TABLE[role])


@pytest.mark.parametrize("role", ["admin", "auditor", "editor", "reviewer"])
def test_only_caseworkers_see_cases(role: str) -> None:
    assert TABLE[role] & CASE_CONTENT == set()


def test_nobody_without_a_role_may_anything() -> None:
    for permission in PERMISSIONS:
        assert not allows(frozenset(), permission)
        assert units(frozenset(), permission) == frozenset()


def test_roles_at_two_units_add_up() -> None:
    held = frozenset({(HERE, "handler"), (ELSEWHERE, "supervisor")})
    assert units(held, permissions.TALK) == {HERE, ELSEWHERE}
    assert units(held, permissions.SUPERVISE) == {ELSEWHERE}
    assert not allows(held, permissions.SUPERVISE, HERE)


def test_an_unknown_role_gives_nothing() -> None:
    assert units(frozenset({(PROVINCE, "root")}), permissions.TALK) == frozenset()


def test_whoever_reviews_knowledge_does_not_also_write_it_by_the_same_role() -> None:
    assert permissions.EDIT_KNOWLEDGE not in TABLE["reviewer"]
    assert permissions.REVIEW_KNOWLEDGE not in TABLE["editor"]
