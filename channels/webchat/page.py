"""The chat page at `/` and its files; everything comes from our own server."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC = Path(__file__).parent / "static"


def router() -> APIRouter:
    """The page, its script and its styles."""
    api = APIRouter()

    @api.get("/", include_in_schema=False)
    def index() -> FileResponse:
        return FileResponse(STATIC / "index.html", media_type="text/html; charset=utf-8")

    @api.get("/chat.js", include_in_schema=False)
    def script() -> FileResponse:
        return FileResponse(STATIC / "chat.js", media_type="text/javascript; charset=utf-8")

    @api.get("/chat.css", include_in_schema=False)
    def styles() -> FileResponse:
        return FileResponse(STATIC / "chat.css", media_type="text/css; charset=utf-8")

    return api
