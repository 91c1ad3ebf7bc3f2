"""The chat page at `/`, the widget for other sites, and a demo of a center's website at `/demo`."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from channels.webchat import bundle
from channels.webchat.bundle import STATIC, Asset

# Short: a center's site gets a mended widget within minutes; the tag makes asking again cheap.
CACHE = "public, max-age=300, must-revalidate"
PAGES = {"/": "index.html", "/demo": "demo.html"}


def router() -> APIRouter:
    """The pages, the widget and its styles; read, put together and packed once, at start."""
    assets = {
        "/widget.js": bundle.script(),
        "/widget.css": bundle.styles(),
        "/page.css": bundle.style_of_pages("page.css"),
        "/demo.css": bundle.style_of_pages("demo.css"),
    }
    api = APIRouter(include_in_schema=False)
    for path, asset in assets.items():
        api.get(path)(_serving(asset))
    for path, name in PAGES.items():
        api.get(path)(_showing(STATIC / name))
    return api


def _showing(file: Path) -> Callable[[], FileResponse]:
    def show() -> FileResponse:
        return FileResponse(file, media_type="text/html; charset=utf-8")

    return show


def _serving(asset: Asset) -> Callable[[Request], Awaitable[Response]]:
    packed, etag = asset.packed, asset.etag
    headers = {
        "Cache-Control": CACHE,
        "ETag": etag,
        "Vary": "Accept-Encoding",
        # Public and without secrets: any page may load it, also with an integrity hash.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }

    async def serve(request: Request) -> Response:
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            more = {**headers, "Content-Encoding": "gzip"}
            return Response(packed, media_type=asset.media_type, headers=more)
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    return serve
