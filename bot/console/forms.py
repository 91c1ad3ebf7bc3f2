"""What a form brings: bounded, cleaned, never trusted."""

from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.errors import Refused
from bot.text import clean

MAX_FIELDS, MAX_FILES = 600, 1
LINE, TEXT = 200, 2000


class TooLarge(Refused):
    """The body is larger than the door takes."""


class BadForm(Refused):
    """The body is not a form."""


@dataclass(frozen=True)
class Upload:
    """One file of a form."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Form:
    """The fields of a form, several values per name, and its file."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    upload: Upload | None = None

    def line(self, name: str, *, most: int = LINE) -> str:
        """One line, cleaned and trimmed; '' when absent.

        Raises:
            Refused: too long.
        """
        return " ".join(self.text(name, most=most).split())

    def text(self, name: str, *, most: int = TEXT) -> str:
        """Several lines, cleaned and trimmed; '' when absent.

        Raises:
            Refused: too long.
        """
        value = clean((self.fields.get(name) or [""])[0]).strip()
        if len(value) > most:
            raise Refused(f"内容太长：最多 {most} 字，现在 {len(value)} 字。没有改动。")
        return value

    def secret(self, name: str) -> str:
        """A password as it was typed."""
        return (self.fields.get(name) or [""])[0][:LINE]

    def many(self, name: str) -> list[str]:
        """All values of a name, cleaned, without empty ones."""
        return [value for item in self.fields.get(name, []) if (value := clean(item)[:LINE])]

    def number(self, name: str) -> int | None:
        """A whole number from 0; `None` when empty.

        Raises:
            Refused: it is not one.
        """
        text = self.line(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise Refused("请填一个整数。没有改动。")
        return int(text)

    def day(self, name: str) -> date | None:
        """A day as browsers send it; `None` when empty.

        Raises:
            Refused: it is not one.
        """
        text = self.line(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise Refused("日期要写成 2026-11-24 这样。没有改动。") from None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.line(name))


async def read(request: Request, most: int) -> Form:
    """The form of a request.

    Raises:
        TooLarge: more than `most` bytes. BadForm: not a form.
    """
    await _bounded(request, most)
    try:
        form = await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=most)
    except (HTTPException, ValueError, KeyError):
        raise BadForm("提交的内容读不出来，请刷新页面后再试。没有改动。") from None
    fields: dict[str, list[str]] = {}
    upload = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                upload = Upload(value.filename, await value.read())
        else:
            fields.setdefault(name, []).append(value)
    return Form(fields, upload)


async def _bounded(request: Request, most: int) -> None:
    """Read the body whole, and no more than `most` of it; Starlette finds it there."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            megabytes = max(1, most // 2**20)
            raise TooLarge(f"提交的内容太大，最多约 {megabytes} MB。没有改动。")
        parts.append(part)
    request._body = b"".join(parts)
