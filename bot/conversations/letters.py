"""What a platform's channel hands in: one message or event of a person, in the house's words."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

# More than any platform lets a person write: nothing of a message is left out.
MAX_TEXT = 20_000
# What one message holds on the web; of a longer one the person is told how it is read.
LONG = 2000


@dataclass(frozen=True)
class Allowance:
    """How many messages the platform lets us send after this one, and for how long."""

    messages: int
    lasts: timedelta


@dataclass(frozen=True)
class Media:
    """A file still lying at the platform. `reference` means something to its channel only."""

    kind: str
    reference: str
    name: str = ""


@dataclass(frozen=True)
class Letter:
    """One message or event, normalised; nothing in it has been looked up yet.

    Args:
        channel: `wechat` or `telegram`.
        address: the platform's id of the person.
        external_id: the platform's id of the message, unique per channel.
        text: what was said, cleaned.
        button_id: the quick reply that was tapped; its meaning is looked up.
        payload: what a menu entry of ours stands for; never from the person.
        media: a file to be fetched before the message has its turn.
        event: `unsubscribe`, `desk_open`, `desk_closed` or a platform's own event to be kept.
        detail: of such an event.
        call: digest of the signed call that brought it, against replays.
        allowance: what the platform lets us send now; `None` where it sets no limit.
        hold: for how many seconds the webhook holds its answer for the reply.
        patient: held also while the engines are busy with others.
    """

    channel: str
    address: str
    external_id: str
    text: str = ""
    button_id: str | None = None
    payload: str | None = None
    media: Media | None = None
    event: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    call: str | None = None
    allowance: Allowance | None = None
    hold: float = 0.0
    patient: bool = False


@dataclass(frozen=True)
class Taken:
    """What became of a letter.

    Args:
        conversation_id: whose it is.
        seq: of the message; 0 for an event that is not one.
        new: whether it was not there before.
        answered_by_bot: whether the bot, not staff, has the turn.
        age: seconds since it was first taken in.
        replayed: a used signature with another message: nothing was taken in.
        held: whether the delivery leaves the reply to the webhook.
    """

    conversation_id: str
    seq: int
    new: bool
    answered_by_bot: bool = True
    age: float = 0.0
    replayed: bool = False
    held: bool = False


def choice(value: str) -> str:
    """A payload of ours, as the forms read it."""
    return '/inform{"choice":"' + value + '"}'
