"""Passwords: argon2 hashes, one answer and one cost for known and unknown names."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.errors import Refused

SHORTEST, LONGEST = 8, 200


class WeakPassword(Refused):
    """The password cannot be taken."""


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str, *, name: str = "") -> str:
    """The hash to keep.

    Raises:
        WeakPassword: too short, too long, one character over and over, or the name itself.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"密码需要 {SHORTEST} 到 {LONGEST} 个字符。")
    if len(set(password)) < 4 or password.casefold() == name.casefold():
        raise WeakPassword("这个密码太容易猜，请换一个。")
    return _hasher().hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without one it costs the same and is never true."""
    try:
        return _hasher().verify(stored or _nobody(), password[:LONGEST]) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False
