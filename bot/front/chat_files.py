"""Files of the web chat: taken in with a cap, given back to their conversation only."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException, MultiPartParser

from bot import clock, db
from bot.conversations import files
from bot.conversations.records import StoredFile
from bot.front.calls import MAX_BODY, Desk, address, authorise
from bot.front.problems import Problem

# A file of the largest size, and the lines around it.
MAX_UPLOAD = files.MAX_BYTES + MAX_BODY


def router(desk: Desk) -> APIRouter:
    """Sending a file, and having it back."""
    api = APIRouter(prefix="/chat")

    @api.post("/files", status_code=201)
    async def upload(request: Request) -> JSONResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        desk.limits.check(address(request), conversation_id)
        return await _upload(desk, request, conversation_id)

    @api.get("/files/{file_id}")
    async def download(request: Request, file_id: str) -> FileResponse:
        conversation_id = await run_in_threadpool(authorise, desk, request)
        return await run_in_threadpool(_download, desk, conversation_id, file_id)

    return api


async def _upload(desk: Desk, request: Request, conversation_id: str) -> JSONResponse:
    if _announced(request) > MAX_UPLOAD:
        raise _too_large()
    parser = MultiPartParser(request.headers, _capped(request), max_files=1, max_fields=4)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise Problem(400, "bad_form", "上传的格式不对，请重新选择文件。") from None
    try:
        upload = next((value for value in form.values() if not isinstance(value, str)), None)
        if upload is None:
            raise Problem(400, "no_file", "没有收到文件，请重新选择。")
        data, name = await upload.read(files.MAX_BYTES + 1), upload.filename
    finally:
        await form.close()
    kept = await run_in_threadpool(_keep, desk, conversation_id, data, name)
    return JSONResponse(kept, status_code=201)


def _keep(desk: Desk, conversation_id: str, data: bytes, name: str | None) -> dict[str, Any]:
    with desk.factory.begin() as session:
        folder = desk.settings.files_dir
        try:
            return files.keep(session, data, name, conversation_id, folder, clock.now())
        except files.FileRefused as refused:
            raise Problem(refused.status, refused.code, str(refused)) from None


def _announced(request: Request) -> int:
    length = request.headers.get("content-length") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


async def _capped(request: Request) -> AsyncGenerator[bytes, None]:
    """The body, given up as soon as it is longer than a file may be, whatever it announced."""
    taken = 0
    async for part in request.stream():
        taken += len(part)
        if taken > MAX_UPLOAD:
            raise _too_large()
        yield part


def _too_large() -> Problem:
    return Problem(413, "file_too_large", "文件太大了，每个不超过 10 MB，请压缩或分开传。")


def _download(desk: Desk, conversation_id: str, file_id: str) -> FileResponse:
    with db.reading(desk.factory) as session:
        file = session.get(StoredFile, file_id[:64])
    if file is None or file.conversation_id != conversation_id:
        raise Problem(404, "no_file", "没有找到这个文件。")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    place = files.path_of(desk.settings.files_dir, file.sha256)
    return FileResponse(place, media_type=file.media_type, headers=headers)
