"""One visit of a signed-in colleague: what a page's handler sees and answers with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.centers.center import Center
from bot.console import pages
from bot.console.forms import Form
from bot.console.labels import labels
from bot.console.shared import Shared
from bot.errors import NotFound
from bot.staff import notices
from bot.staff.actor import Actor
from bot.text import clean

BASE = "/console"
MOST_PAGES = 500


@dataclass
class Visit:
    """The request, who makes it, and the open transaction it happens in."""

    shared: Shared
    request: Request
    session: Session
    actor: Actor
    csrf: str
    now: datetime
    form: Form = field(default_factory=Form)

    @property
    def query(self) -> QueryParams:
        """What stands behind the question mark."""
        return self.request.query_params

    def asked(self, name: str, *, most: int = 100) -> str:
        """One cleaned value of the query; '' when absent."""
        return clean(self.query.get(name, ""))[:most].strip()

    def number(self, name: str) -> int | None:
        """A whole number of the query; `None` when absent or not one."""
        text = self.asked(name, most=9)
        return int(text) if text.isascii() and text.isdigit() else None

    def page_number(self) -> int:
        """Which page of a list, from 1."""
        return min(max(self.number("page") or 1, 1), MOST_PAGES)

    def units_with(self, held: frozenset[str] | None) -> list[Center]:
        """The units to choose from: those held, or all."""
        return [one for one in self.shared.directory.centers if held is None or one.id in held]

    def unit_name(self, center_id: str | None) -> str:
        """A unit's short name."""
        return pages.unit_name(self.shared.directory, center_id)

    def blank(self, name: str) -> str:
        """What stands in a {blank} of the address."""
        return str(self.request.path_params[name])[:100]

    def id_of(self, name: str) -> int:
        """The whole number in a {blank} of the address.

        Raises:
            NotFound: it is none.
        """
        text = self.blank(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise NotFound("没有找到。")
        return int(text)

    def page(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """A page with the frame around it."""
        said = labels("done").get(self.asked("done", most=40))
        frame = {
            "actor": self.actor,
            "csrf": self.csrf,
            "now": self.now,
            "here": self.request.url.path,
            "said": said,
            "unread": notices.count_unread(self.session, self.actor.id),
        }
        html = self.shared.templates.get_template(template).render({**frame, **facts})
        return HTMLResponse(html, status_code=status)

    def back_to(self, path: str, query: str, done: str) -> Response:
        """Back to a list with the filter it had."""
        kept = [(name, value) for name, value in parse_qsl(query) if name != "done"]
        return RedirectResponse(f"{BASE}{path}?{urlencode([*kept, ('done', done)])}", 303)

    def go(self, path: str, done: str = "", **query: str) -> Response:
        """On to another page after a change, with a sentence of the labels on top."""
        more = urlencode({**query, **({"done": done} if done else {})})
        return RedirectResponse(BASE + path + (f"?{more}" if more else ""), status_code=303)
