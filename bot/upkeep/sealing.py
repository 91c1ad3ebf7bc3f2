"""Sealing a file of any size under the keyring: in pieces, whose order and end are sealed, too."""

import secrets
import struct
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.crypto import NONCE_BYTES, Keyring
from bot.errors import BadData

MAGIC = b"HOTLINE-BACKUP-1 "
PIECE = 1 << 20
_HEAD = struct.Struct(">QB")
_SIZE = struct.Struct(">I")


def seal(source: Path, target: Path, ring: Keyring) -> None:
    """`source` sealed as `target`, with the newest key; its name stands in the first line."""
    cipher = AESGCM(ring.keys[ring.current])
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + ring.current.encode() + b"\n")
        number, piece = 0, plain.read(PIECE)
        while True:
            following = plain.read(PIECE)
            nonce = secrets.token_bytes(NONCE_BYTES)
            closed = nonce + cipher.encrypt(nonce, piece, _HEAD.pack(number, not following))
            sealed.write(_SIZE.pack(len(closed)) + closed)
            if not following:
                return
            number, piece = number + 1, following


def is_sealed(path: Path) -> bool:
    """Whether a file was sealed by `seal`."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def open_to(source: Path, target: Path, ring: Keyring | None) -> None:
    """The content of a sealed file.

    Raises:
        BadData: no key for it, or it was changed, shortened or put together anew.
    """
    with source.open("rb") as sealed, target.open("wb") as plain:
        name = sealed.readline()[len(MAGIC) :].strip().decode("ascii", "replace")
        if ring is None or name not in ring.keys:
            remedy = "set HOTLINE_KEYS_FILE to the key file of its time"
            raise BadData(f"sealed with the key {name!r}", path=source, remedy=remedy)
        cipher, number, last = AESGCM(ring.keys[name]), 0, False
        while not last:
            closed = _piece(sealed, source)
            piece, last = _opened(cipher, closed, number, source)
            plain.write(piece)
            number += 1
        if sealed.read(1):
            raise _changed(source)


def _piece(sealed: BinaryIO, source: Path) -> bytes:
    head = sealed.read(_SIZE.size)
    size = _SIZE.unpack(head)[0] if len(head) == _SIZE.size else 0
    closed = sealed.read(min(size, 2 * PIECE))
    if not size or len(closed) != size:
        raise _changed(source)
    return closed


def _opened(cipher: AESGCM, closed: bytes, number: int, source: Path) -> tuple[bytes, bool]:
    nonce, rest = closed[:NONCE_BYTES], closed[NONCE_BYTES:]
    for last in (False, True):
        try:
            return cipher.decrypt(nonce, rest, _HEAD.pack(number, last)), last
        except InvalidTag:
            continue
    raise _changed(source)


def _changed(source: Path) -> BadData:
    return BadData("the backup was changed or cut off", path=source, remedy="take another one")
