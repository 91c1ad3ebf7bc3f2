"""Replies to Telegram: cut to its length, quick replies as a keyboard, and what its errors mean."""

import asyncio
import logging

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.conversations.parcel import Item, Outcome, Parcel
from channels.splitting import split, utf16_length

log = logging.getLogger("hotline.telegram")
LIMIT = 4096
TRIES = 3
PAUSE = 0.5
# A longer pause is not waited for in place.
PATIENCE = 30.0
MAX_ATTEMPTS = 6
# Telegram shows the beginning of a long title only.
TITLE = 60


async def send(bot: Bot, parcel: Parcel) -> Outcome:
    """Send a parcel, piece by piece, in order; the first piece that fails ends it."""
    outcome = Outcome(menu=[])
    for item in parcel.items:
        pieces = split(item.text, LIMIT, utf16_length)
        for index, piece in enumerate(pieces[item.parts_done :], start=item.parts_done + 1):
            last = index == len(pieces)
            try:
                await _persistently(bot, parcel.address, piece, _keyboard(item) if last else None)
            except TelegramError as error:
                return _refused(error, parcel, outcome)
            outcome.progress[item.outbox_id] = index
            outcome.sent += 1
        outcome.done.add(item.outbox_id)
        assert outcome.menu is not None
        outcome.menu += [button_id for button_id, _ in item.buttons]
    return outcome


def _keyboard(item: Item) -> InlineKeyboardMarkup | None:
    """One quick reply a row; what a tap sends is the opaque id, far below 64 bytes."""
    rows = [
        [InlineKeyboardButton(title[:TITLE], callback_data=button_id)]
        for button_id, title in item.buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


async def _persistently(
    bot: Bot, address: str, text: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Wait when told to, and try again where nothing was said."""
    for attempt in range(1, TRIES + 1):
        try:
            await bot.send_message(int(address), text, reply_markup=keyboard)
            return
        except RetryAfter as error:
            if attempt == TRIES or _seconds(error) > PATIENCE:
                raise
            await asyncio.sleep(_seconds(error))
        except NetworkError as error:
            if isinstance(error, BadRequest) or attempt == TRIES:
                raise
            await asyncio.sleep(PAUSE * attempt)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int | float) else wait.total_seconds())


def _refused(error: TelegramError, parcel: Parcel, outcome: Outcome) -> Outcome:
    """What an error means for the replies that are left; only its kind is ever logged."""
    outcome.reason = type(error).__name__
    if isinstance(error, Forbidden):
        outcome.lost = "blocked"
    elif isinstance(error, RetryAfter):
        outcome.retry_after = _seconds(error)
    elif isinstance(error, BadRequest):
        gone = "chat not found" in str(error).lower()
        outcome.lost, outcome.rest = ("unknown person" if gone else None), "dead"
    elif isinstance(error, InvalidToken):
        log.error("alert: Telegram refuses the bot's token")
        outcome.retry_after = 300.0
    elif max(item.attempts for item in parcel.items) + 1 >= MAX_ATTEMPTS:
        outcome.rest = "parked"
    else:
        outcome.retry_after = 30.0
    return outcome
