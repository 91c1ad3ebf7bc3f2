"""Money in whole fen: read from what people type, written as they read it."""

import re
from decimal import Decimal

from bot.errors import Refused

MOST = 100_000_000_00
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,2})?")


def fen_of(text: object) -> int:
    """Fen of an amount in yuan such as `1500` or `1,500.50`.

    Raises:
        Refused: no amount, below zero, or beyond a hundred million yuan.
    """
    written = str(text).strip().replace(",", "").replace("，", "").removesuffix("元")
    if not _AMOUNT.fullmatch(written):
        raise Refused("金额请写成 1500 或 1500.50（元）。")
    fen = int(Decimal(written) * 100)
    if fen > MOST:
        raise Refused("金额太大了，请核对。")
    return fen


def yuan(fen: int | None) -> str:
    """`1,500.50`; nothing for nothing."""
    return "" if fen is None else f"{fen / 100:,.2f}"
