"""Sealing what says who somebody is, under keys that lie outside the database and can be changed.

A sealed text is `enc1.KEY.DATA`: the form, the name of its key, nonce and cipher in base64. The
place it stands in (`tickets.phone`) is part of the seal: moved elsewhere it does not open. A mark
is a keyed hash of a text, for look-ups of equal texts; without the index key none can be tried out.
"""

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import BadData

FORM = "enc1"
INDEX = "index"
KEY_BYTES, NONCE_BYTES, MARK_CHARS = 32, 12, 32
SETTING = "HOTLINE_KEYS"


@dataclass(frozen=True)
class Keyring:
    """Keys by name; new texts are sealed with `current`, old ones open with theirs."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)

    def seal(self, text: str, place: str) -> str:
        """`text` sealed for this place; twice the same text gives two different seals."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), place.encode())
        return f"{FORM}.{self.current}.{base64.b64encode(nonce + cipher).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The text of a seal.

        Raises:
            BadData: its key is not on the ring, or it was changed, or belongs elsewhere.
        """
        _, _, rest = sealed.partition(".")
        name, _, data = rest.partition(".")
        if name not in self.keys:
            remedy = "keep old keys until `hotline keys rotate` has sealed everything anew"
            raise BadData(f"sealed with the unknown key {name!r}", path=SETTING, remedy=remedy)
        try:
            raw = base64.b64decode(data, validate=True)
            nonce, cipher = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
            return AESGCM(self.keys[name]).decrypt(nonce, cipher, place.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise BadData("a sealed text was changed or moved", path=place) from None

    def mark(self, text: str, place: str) -> str:
        """A keyed hash of `text` at this place, always the same."""
        whole = f"{place}\0{text}".encode()
        return hmac.new(self.index_key, whole, hashlib.sha256).hexdigest()[:MARK_CHARS]

    def is_current(self, sealed: str) -> bool:
        """Whether nothing has to be done about it: sealed, and with the newest key."""
        return sealed.startswith(f"{FORM}.{self.current}.")


def is_sealed(text: str) -> bool:
    """Whether a stored text is a seal."""
    return text.startswith(f"{FORM}.")


def parse(text: str) -> Keyring:
    """The ring of a setting or key file: lines `NAME = BASE64`, the first one current, one `index`.

    Raises:
        BadData: a line is not a key, or one is missing; never shows a key.
    """
    keys: dict[str, bytes] = {}
    for number, line in enumerate(text.replace(";", "\n").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, value = (part.strip() for part in line.partition("="))
        keys[_name(name, number)] = _key(value, number)
    index_key = keys.pop(INDEX, None)
    if not keys or index_key is None:
        remedy = "make both with `hotline keys new`"
        raise BadData("needs a key and the `index` key", path=SETTING, remedy=remedy)
    return Keyring(next(iter(keys)), keys, index_key)


def _name(name: str, line: int) -> str:
    if not name.isascii() or not name.isalnum() or len(name) > 20:
        raise BadData("a key's name has letters and digits only", path=SETTING, line=line)
    return name


def _key(value: str, line: int) -> bytes:
    try:
        key = base64.b64decode(value, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadData("a key is 32 bytes in base64", path=SETTING, line=line)
    return key


def new_line(name: str) -> str:
    """A new key as a line of the key file."""
    return f"{name} = {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def kept_in(path: Path) -> str:
    """The key file of the embedded default, made when it is not there: readable by us only.

    Raises:
        BadData: it can neither be read nor made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{new_line('k1')}\n{new_line(INDEX)}\n")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        remedy = f"make it writable, or set {SETTING}"
        raise BadData(f"no key file: {error.strerror}", path=path, remedy=remedy) from None


_ring: Keyring | None = None


def use(ring: Keyring | None) -> None:
    """From now on this process seals and opens with this ring; with none, texts stay open."""
    global _ring
    _ring = ring


def ring() -> Keyring | None:
    """The ring of this process."""
    return _ring


def mark(text: str, place: str) -> str:
    """A mark under the process's ring; without one a plain hash."""
    if _ring is not None:
        return _ring.mark(text, place)
    return hashlib.sha256(f"{place}\0{text}".encode()).hexdigest()[:MARK_CHARS]
