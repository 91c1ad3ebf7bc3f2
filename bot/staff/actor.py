"""A colleague at work: who they are and where they hold which roles. Pure."""

from dataclasses import dataclass

from bot.errors import NotFound, Refused
from bot.staff import permissions


class Forbidden(Refused):
    """The colleague's roles do not allow this."""


@dataclass(frozen=True)
class Actor:
    """One colleague with pairs of unit and role."""

    id: int
    name: str
    grants: frozenset[tuple[str, str]]

    def may(self, permission: str, unit: str | None = None) -> bool:
        """Whether something is allowed at `unit` (`None`: anywhere)."""
        return permissions.allows(self.grants, permission, unit)

    def units(self, permission: str) -> frozenset[str] | None:
        """Where something is allowed; `None` means everywhere."""
        return permissions.units(self.grants, permission)

    def roles_at(self, unit: str) -> frozenset[str]:
        """The roles held at exactly this unit."""
        return frozenset(role for where, role in self.grants if where == unit)

    @property
    def home(self) -> str:
        """The unit to begin with: the province's where there are several."""
        held = sorted(unit for unit, _ in self.grants)
        return permissions.PROVINCE if permissions.PROVINCE in held or not held else held[0]

    def need(self, permission: str, unit: str | None = None) -> None:
        """Insist on a permission.

        Raises:
            Forbidden: not allowed there.
        """
        if not self.may(permission, unit):
            raise Forbidden("您的角色不能做这件事。需要时请联系本单位主管或系统管理员。")

    def need_sight(self, permission: str, unit: str, what: str) -> None:
        """Insist on being allowed to know that something of `unit` exists at all.

        Raises:
            NotFound: not allowed; the same answer as for what does not exist.
        """
        if not self.may(permission, unit):
            raise NotFound(what)
