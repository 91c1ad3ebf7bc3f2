"""Columns that hold sealed text: what the code reads and writes is open, what is stored is not."""

import json
from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from bot import crypto
from bot.errors import BadData


class Sealed(TypeDecorator[str]):
    """Text that is sealed at rest. `place` is the column's name, part of every seal."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        ring = crypto.ring()
        return value if value is None or ring is None else ring.seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else opened(value, self.place)


class SealedJson(TypeDecorator[Any]):
    """JSON that is sealed at rest."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        ring = crypto.ring()
        return text if ring is None else ring.seal(text, self.place)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(opened(value, self.place))


def opened(stored: str, place: str) -> str:
    """The text of a stored value; what was stored before there were keys is open already.

    Raises:
        BadData: it is sealed, and this process has no key for it.
    """
    if not crypto.is_sealed(stored):
        return stored
    ring = crypto.ring()
    if ring is None:
        remedy = f"set {crypto.SETTING} or {crypto.SETTING}_FILE"
        raise BadData("sealed data, and no keys to open them", path=place, remedy=remedy)
    return ring.open(stored, place)
