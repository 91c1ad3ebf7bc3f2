"""A door of the console: an address, who may come in, and what answers. Every page is one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from bot.staff.permissions import PROVINCE

if TYPE_CHECKING:
    from bot.console.visit import Visit

SMALL = 256 * 1024
# One file of 10 MB and the form around it.
WITH_FILE = 11 * 1024 * 1024
Handler = Callable[["Visit"], Response]


@dataclass(frozen=True)
class Door:
    """One method at one address.

    Args:
        method: GET reads, POST changes; there are no others.
        path: below /console, with {blanks}.
        needs: any one of these permissions, at any unit; none: whoever is signed in. Whether the
            thing behind the address is the caller's is the handler's to ask.
        answer: the handler.
        most: the largest body in bytes.
        at: the unit where one of the permissions must be held; none: anywhere.
        thinks: it may reckon for seconds, such as when answers have to be indexed anew, and must
            not keep others from writing meanwhile.
    """

    method: str
    path: str
    needs: tuple[str, ...]
    answer: Handler
    most: int = SMALL
    at: str | None = None
    thinks: bool = False

    def for_province(self) -> "Door":
        """The same door, for who holds the permission for the whole province."""
        return replace(self, at=PROVINCE)

    def thinking(self) -> "Door":
        """The same door, for what may take its time."""
        return replace(self, thinks=True)


def get(path: str, answer: Handler, *needs: str) -> Door:
    """A page."""
    return Door("GET", path, needs, answer)


def post(path: str, answer: Handler, *needs: str, most: int = SMALL) -> Door:
    """A change."""
    return Door("POST", path, needs, answer, most)
