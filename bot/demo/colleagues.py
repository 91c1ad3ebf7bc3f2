"""The invented colleagues: two of each unit, and one for each special role of the province."""

import random
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.staff import passwords, queries
from bot.staff.actor import Actor
from bot.staff.records import StaffAccount, StaffGrant

PASSWORD = "demo-12330-console"
_SURNAMES = "王李周刘陈杨黄赵吴彭谭唐易曾贺龙向肖罗邓何蒋袁欧邹夏戴段廖熊石田"
_GIVEN = "敏岳强静磊洁涛颖斌蕾刚琴峰慧鹏霞亮萍俊丽"
SPECIAL = {
    "编辑小周": ("provincial", "editor"),
    "审核老吴": ("provincial", "reviewer"),
    "审计小何": ("provincial", "auditor"),
    "管理员": ("provincial", "admin"),
}
KNOWN = {
    "王敏": ("provincial", "supervisor"),
    "赵静": ("provincial", "handler"),
    "李岳": ("yueyang-branch", "handler"),
    "彭主管": ("yueyang-branch", "supervisor"),
}


def hire(session: Session, directory: Directory, at: datetime) -> dict[tuple[str, str], Actor]:
    """Make the accounts, all with the one demo password; the colleagues by unit and role."""
    sealed = passwords.hashed(PASSWORD)
    wanted = {**KNOWN, **SPECIAL}
    chance = random.Random(7)
    for unit in directory.centers:
        for role in ("handler", "supervisor"):
            if (unit.id, role) not in wanted.values():
                wanted[_name(chance, wanted)] = (unit.id, role)
    found = {}
    for name, (unit_id, role) in wanted.items():
        account = StaffAccount(
            name=name, password_hash=sealed, active=True, failures=0, created_at=at
        )
        account.grants.append(StaffGrant(unit=unit_id, role=role))
        session.add(account)
        session.flush()
        found[unit_id, role] = queries.actor_of(account)
    return found


def _name(chance: random.Random, taken: dict[str, tuple[str, str]]) -> str:
    while True:
        name = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
        if name not in taken:
            return name
