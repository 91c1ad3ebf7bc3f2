"""What a channel is given to deliver, and what it says became of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """One reply, and how much of it the platform already has."""

    outbox_id: int
    seq: int
    sender: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    reply_to: int | None
    parts_done: int = 0
    attempts: int = 0
    notice: dict[str, str] | None = None


@dataclass(frozen=True)
class Parcel:
    """What is to be delivered to one person, in order; `allowance` as the platform sees it."""

    conversation_id: str
    channel: str
    address: str
    items: tuple[Item, ...]
    allowance: int | None = None
    window_open: bool = True


@dataclass
class Outcome:
    """What became of a parcel.

    Args:
        progress: outbox id → pieces the platform has taken so far.
        done: outbox ids delivered whole.
        sent: messages sent, against the allowance.
        menu: ids of the quick replies now on show, by number; `None` leaves them.
        rest: what happens to the rest: `waiting`, `parked` or `dead`.
        reason: why, in a word that staff can look up.
        retry_after: when the rest waits: for how long, in seconds.
        lost: the person cannot be reached any more, and why.
        spent: the platform says that the allowance is used up.
    """

    progress: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    sent: int = 0
    menu: list[str] | None = None
    rest: str = "waiting"
    reason: str | None = None
    retry_after: float = 0.0
    lost: str | None = None
    spent: bool = False
