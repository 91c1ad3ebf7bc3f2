"""Columns that hold sealed text: what the code reads and writes is open, what is stored is not."""

import json
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.types import TypeDecorator

from bot import crypto
from bot.errors import BadData


class Sealed(TypeDecorator[str]):
    """Text that is sealed at rest.

    Args:
        place: the column's name, part of every seal.
        narrow: the length the column once had: SQLite cannot change that, nor does it mind.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str, narrow: int | None = None) -> None:
        super().__init__()
        self.place, self.narrow = place, narrow

    def load_dialect_impl(self, dialect: Any) -> Any:
        if dialect.name == "sqlite" and self.narrow:
            return String(self.narrow)
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        ring = crypto.ring()
        return value if value is None or ring is None else ring.seal(value, self.place)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else opened(value, self.place)


class SealedJson(TypeDecorator[Any]):
    """JSON that is sealed at rest: the column then holds one JSON string, the seal."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        ring = crypto.ring()
        if value is None or ring is None:
            return value
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return ring.seal(text, self.place)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        if isinstance(value, str) and crypto.is_sealed(value):
            return json.loads(opened(value, self.place))
        return value


class Private(str):
    """Text of a column of type `Guarded` that has to be sealed in this row."""

    __slots__ = ()


class Guarded(Sealed):
    """Text that is sealed in some rows only: where it is `Private`. The others can be searched."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return super().process_bind_param(value, dialect) if isinstance(value, Private) else value

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        text = super().process_result_value(value, dialect)
        sealed = value is not None and crypto.is_sealed(value)
        return Private(text) if sealed and text is not None else text


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
