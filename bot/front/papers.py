"""The papers of a matter for the person who filed it: a page and its files, by private link."""

from html import escape
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.centers.directory import Directory
from bot.errors import NotFound
from bot.settings import Settings
from bot.tickets.papers import links, making
from bot.tickets.papers.content import TITLES, kinds_of

_HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/papers.css"></head>
<body><main><h1>{title}</h1><p>{lead}</p>{body}</main></body></html>"""
_STYLE = """body{font:17px/1.7 system-ui,"Noto Sans CJK SC",sans-serif;margin:0;background:#f6f7f9;
color:#1d2733}main{max-width:36rem;margin:0 auto;padding:2rem 1.2rem}h1{font-size:1.4rem}
ul{list-style:none;padding:0}li{background:#fff;border:1px solid #dde3ea;border-radius:10px;
padding:1rem;margin:.8rem 0}a{display:inline-block;min-height:2.6rem;line-height:2.6rem;
padding:0 1rem;margin:.3rem .5rem 0 0;border-radius:8px;background:#1f5fa8;color:#fff;
text-decoration:none}a:focus-visible{outline:3px solid #f0a500;outline-offset:2px}"""


def router(settings: Settings, factory: sessionmaker[Session]) -> APIRouter:
    """The page, its style and the files."""
    api = APIRouter()
    directory = Directory.load(settings.knowledge_dir / "centers.yml")

    @api.get("/papers.css")
    def style() -> Response:
        return Response(_STYLE, media_type="text/css")

    @api.get("/papers/{token}")
    def page(token: str) -> HTMLResponse:
        try:
            with factory.begin() as session:
                ticket = links.follow(session, token, at=clock.now())
                number, kinds = ticket.number, kinds_of(ticket, staff=False)
        except NotFound:
            gone = _PAGE.format(title="链接已失效", lead=links.GONE, body="")
            return HTMLResponse(gone, status_code=404, headers=_HEADERS)
        items = "".join(_item(token, kind) for kind in kinds)
        lead = "按您登记的内容生成。链接 24 小时内有效，含个人信息，请不要转发。"
        body = _PAGE.format(title=escape(number), lead=lead, body=f"<ul>{items}</ul>")
        return HTMLResponse(body, headers=_HEADERS)

    @api.get("/papers/{token}/{kind}.{form}")
    def download(token: str, kind: str, form: str) -> Response:
        at = clock.now()
        with factory.begin() as session:
            ticket = links.follow(session, token, at=at)
            if kind not in kinds_of(ticket, staff=False):
                raise NotFound("没有这种文书。")
            made = making.make(session, ticket, kind, form, directory=directory, at=at, full=True)
        named = f"attachment; filename*=UTF-8''{quote(made.name)}"
        headers = {**_HEADERS, "Content-Disposition": named}
        return Response(made.data, media_type=made.media_type, headers=headers)

    return api


def _item(token: str, kind: str) -> str:
    where = f"/papers/{quote(token)}/{kind}"
    names = (("docx", "Word"), ("pdf", "PDF"))
    files = "".join(f'<a href="{where}.{form}">下载 {name}</a>' for form, name in names)
    return f"<li><strong>{TITLES[kind]}</strong><br>{files}</li>"
