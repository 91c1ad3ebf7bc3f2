"""Files of a conversation: sniffed, capped, kept under their hash, given as attachment."""

import hashlib
import io
import os
import secrets
import tempfile
import unicodedata
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.records import StoredFile
from bot.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 20
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
)
_RECORDINGS = (
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
)
_OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE = (
    ("word/document.xml", _OOXML + "wordprocessingml.document"),
    ("xl/workbook.xml", _OOXML + "spreadsheetml.sheet"),
    ("ppt/presentation.xml", _OOXML + "presentationml.presentation"),
)
KINDS_TEXT = "照片（JPG、PNG、GIF、WebP）、PDF、Word/Excel 文档"


class FileRefused(Refused):
    """A file that is not taken: `code` for programs, `status` for HTTP, the sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def sniff(data: bytes) -> str | None:
    """The media type by content, or `None` for what is not taken."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), None)


def sniff_recording(data: bytes) -> str | None:
    """Sound or film by content, or `None`."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for magic, kind in _RECORDINGS if data.startswith(magic)), None)


def _office(data: bytes) -> str | None:
    """Word, Excel and PowerPoint are archives; any other archive is not taken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for inside, kind in _OFFICE if inside in names), None)


def safe_name(name: str | None) -> str:
    """A name fit to show: no path, no control or direction characters, at most 120."""
    last = (name or "").replace("\\", "/").split("/")[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(". ")
    return shown[-120:] or "未命名文件"


def keep(
    session: Session,
    data: bytes,
    name: str | None,
    conversation_id: str,
    folder: Path,
    at: datetime,
    *,
    recordings: bool = False,
) -> dict[str, Any]:
    """Keep one file of a conversation as it came: its hash and its EXIF are evidence.

    Recordings and videos are taken where the platform has its own way to make them.

    Raises:
        FileRefused: too large (413), too many (409), or of a kind that is not taken (415).
    """
    count = select(func.count()).where(
        StoredFile.conversation_id == conversation_id, StoredFile.ticket_number.is_(None)
    )
    if int(session.scalar(count) or 0) >= MAX_FILES:
        raise FileRefused(409, "too_many_files", f"一件事最多收 {MAX_FILES} 个文件。")
    if len(data) > MAX_BYTES:
        raise FileRefused(413, "file_too_large", "文件太大了，每个不超过 10 MB，请压缩或分开传。")
    media_type = sniff(data) or (sniff_recording(data) if recordings else None)
    if media_type is None:
        raise FileRefused(415, "file_kind", f"这种文件收不了，请上传{KINDS_TEXT}。")
    digest = hashlib.sha256(data).hexdigest()
    _write(folder, digest, data)
    file = StoredFile(
        id=secrets.token_hex(16),
        conversation_id=conversation_id,
        name=safe_name(name),
        media_type=media_type,
        size=len(data),
        sha256=digest,
        uploaded_at=at,
    )
    session.add(file)
    return {"file_id": file.id, "name": file.name, "size": file.size, "sha256": file.sha256}


def put(folder: Path, data: bytes) -> tuple[str, str]:
    """Keep bytes under their hash; the hash and the media type.

    Raises:
        FileRefused: too large (413), or of a kind that is not taken (415).
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(413, "file_too_large", "文件太大了，每个不超过 10 MB，请压缩或分开传。")
    media_type = sniff(data)
    if media_type is None:
        raise FileRefused(415, "file_kind", f"这种文件收不了，请上传{KINDS_TEXT}。")
    digest = hashlib.sha256(data).hexdigest()
    _write(folder, digest, data)
    return digest, media_type


def as_attachment(file: StoredFile) -> dict[str, object]:
    """A kept file as a message of the transcript points at it."""
    return {
        "file_id": file.id,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "media_type": file.media_type,
    }


def _write(folder: Path, digest: str, data: bytes) -> None:
    place = path_of(folder, digest)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, place)


def path_of(folder: Path, digest: str) -> Path:
    """Where the bytes of a hash lie."""
    return folder / digest[:2] / digest
