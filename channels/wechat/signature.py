"""Who sent a call: signature over token, time and nonce; fresh, and compared in constant time."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Call:
    """The signed part of a call's address.

    Args:
        signature: over token, timestamp and nonce; not over the body.
        message_signature: over the encrypted body, in safe mode.
        encrypted: whether the address says that the body is.
    """

    signature: str
    timestamp: str
    nonce: str
    message_signature: str = ""
    encrypted: bool = False

    @property
    def digest(self) -> str:
        """What remembers this call, so that its signature cannot bring another message."""
        return hashlib.sha256(f"{self.signature}\n{self.nonce}".encode()).hexdigest()


def call_of(query: Mapping[str, str]) -> Call | None:
    """The call of a query string; `None` when something is missing or much too long."""
    parts = [query.get(name, "") for name in ("signature", "timestamp", "nonce")]
    more = query.get("msg_signature", "")
    if not all(parts) or any(len(part) > 128 for part in (*parts, more)):
        return None
    if not (parts[1].isascii() and parts[1].isdigit()):
        return None
    signature, timestamp, nonce = parts
    encrypted = query.get("encrypt_type") == "aes"
    return Call(signature, timestamp, nonce, more, encrypted)


def sign(*parts: str) -> str:
    """WeChat's signature: SHA-1 over the sorted parts."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def is_genuine(call: Call, token: str, *, at: datetime, freshness: float) -> bool:
    """Whether the call is signed with our token and not older or newer than `freshness` s."""
    expected = sign(token, call.timestamp, call.nonce)
    # In bytes: compare_digest refuses text that is not ASCII.
    if not hmac.compare_digest(expected.encode(), call.signature.encode()):
        return False
    return abs(at.timestamp() - int(call.timestamp)) <= freshness
