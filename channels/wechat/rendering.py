"""Replies as WeChat takes them: at most 2,048 bytes each, few, with quick replies to tap."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from bot.conversations.parcel import Item
from channels.splitting import byte_length, split

LIMIT = 2048
# What a message is filled to: the rest is for a word that more follows.
FILL = 1980
JOINT = "\n\n"


@dataclass
class Draft:
    """One message to be sent: whole replies, or a piece of a long one.

    Args:
        text: what it says, quick replies not included.
        progress: outbox id → pieces of it the platform has once this is sent.
        done: outbox ids that are whole once this is sent.
        buttons: quick replies as (id, title).
        first_number: the number of the first of them in a numbered list.
        by_bot: whether all of it is the bot's.
    """

    text: str
    progress: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    first_number: int = 1
    by_bot: bool = True

    @property
    def numbered(self) -> str:
        """With the quick replies as a numbered list."""
        return "\n".join([self.text, *self._lines(link=False)])

    @property
    def linked(self) -> str:
        """With the quick replies as links that answer by themselves; numbered where too long."""
        text = "\n".join([self.text, *self._lines(link=True)])
        return text if byte_length(text) <= LIMIT else self.numbered

    def _lines(self, *, link: bool) -> list[str]:
        return [
            f"{n}. {_link(button) if link else plain(button[1])}"
            for n, button in enumerate(self.buttons, start=self.first_number)
        ]


def _link(button: tuple[str, str]) -> str:
    button_id, title = button
    address = f"weixin://bizmsgmenu?msgmenucontent={quote(title)}&msgmenuid={quote(button_id)}"
    return f'<a href="{address}">{plain(title)}</a>'


def plain(text: str) -> str:
    """Text in which nothing becomes an element of the page: only our own links do."""
    return text.replace("<", "＜").replace("weixin://", "weixin：//")


def drafts(items: Sequence[Item]) -> list[Draft]:
    """Replies packed into as few messages as their length allows, in order; pieces already sent
    are left out.
    """
    packed: list[Draft] = []
    number = 1
    for item in items:
        size = _room_for_buttons(item.buttons)
        pieces = split(plain(item.text), FILL - size, byte_length)
        for index, piece in enumerate(pieces[item.parts_done :], start=item.parts_done + 1):
            last = index == len(pieces)
            buttons = list(item.buttons) if last else []
            draft = _place(packed, piece, buttons, item.sender == "bot", number)
            number += len(buttons)
            draft.progress[item.outbox_id] = index
            if last:
                draft.done.add(item.outbox_id)
    return packed


def _room_for_buttons(buttons: Sequence[tuple[str, str]]) -> int:
    return sum(byte_length(plain(title)) + 5 for _, title in buttons)


def _place(
    packed: list[Draft], piece: str, buttons: list[tuple[str, str]], by_bot: bool, number: int
) -> Draft:
    """Put a piece into the last message if it fits there, else into a new one."""
    if packed and packed[-1].by_bot == by_bot:
        last = packed[-1]
        trial = Draft(last.text + JOINT + piece, buttons=last.buttons + buttons)
        trial.first_number = 10
        if byte_length(trial.numbered) <= FILL:
            last.text, last.buttons = trial.text, trial.buttons
            return last
    packed.append(Draft(piece, buttons=buttons, first_number=number, by_bot=by_bot))
    return packed[-1]
