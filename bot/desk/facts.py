"""What a move is told: by whom and why, and the facts that a form or another program sends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from bot.centers.center import Center
from bot.centers.directory import Directory
from bot.errors import NotFound, Refused
from bot.staff import queries
from bot.staff.actor import Actor
from bot.tickets.records import Ticket

_TRUE = {True, "1", "true", "on", "yes"}


class Step(TypedDict):
    """What every verb is told."""

    by: str
    role: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Facts:
    """What a verb needs besides, as it was sent, and who sends it."""

    actor: Actor
    directory: Directory
    sent: dict[str, Any]

    def get(self, name: str, kind: Callable[[Any], Any] = str) -> Any:
        """One fact; `None` when it is missing.

        Raises:
            Refused: it is not of its kind.
        """
        value = self.sent.get(name)
        if value is None or value == "":
            return None
        try:
            return kind(value)
        except (TypeError, ValueError):
            raise Refused("填写的内容不对，没有改动。") from None

    def need(self, name: str, kind: Callable[[Any], Any], otherwise: str) -> Any:
        """One fact that cannot be missing.

        Raises:
            Refused: missing (`otherwise` says so), or not of its kind.
        """
        value = self.get(name, kind)
        if value is None:
            raise Refused(otherwise)
        return value

    def numbers(self, name: str, otherwise: str) -> list[int]:
        """Several whole numbers, at least one.

        Raises:
            Refused: missing, or not numbers.
        """
        value = self.sent.get(name)
        found = value if isinstance(value, list) else [value] if value else []
        try:
            numbers = [int(one) for one in found]
        except (TypeError, ValueError):
            raise Refused("填写的内容不对，没有改动。") from None
        if not numbers:
            raise Refused(otherwise)
        return numbers

    def unit(self) -> Center:
        """The unit of `unit`.

        Raises:
            Refused: missing or unknown.
        """
        try:
            return self.directory.by_id(self.need("unit", str, "请选择单位。"))
        except NotFound:
            raise Refused("没有这个单位，没有改动。") from None

    def colleague(self, session: Session) -> Actor:
        """The colleague of `staff_id`; oneself when it is missing."""
        staff_id = self.get("staff_id", int)
        return self.actor if staff_id is None else queries.actor(session, staff_id)


Verb = Callable[[Session, Ticket, Step, Facts], object]


def yes(value: object) -> bool:
    """Whether a sent value means yes."""
    return value in _TRUE
