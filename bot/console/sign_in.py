"""Signing in and out: the only addresses that open without a session."""

import threading
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import clock, db
from bot.console import cookies, forms
from bot.console.doors import SMALL
from bot.console.forms import Form
from bot.console.gate import foreign
from bot.console.shared import Shared
from bot.console.visit import Visit
from bot.errors import Refused
from bot.staff import signing_in
from bot.staff.permissions import SEE_KNOWLEDGE
from bot.staff.signing_in import Denied

# A password costs memory on purpose; more at once would be a way to exhaust the machine.
_AT_ONCE = threading.BoundedSemaphore(4)


def show(shared: Shared, request: Request) -> Response:
    """The form."""
    return _form(shared, request, after=request.query_params.get("next", ""))


async def enter(shared: Shared, request: Request) -> Response:
    """Open a session, or tell that name, password or code do not fit."""
    try:
        form = await forms.read(request, SMALL)
        if foreign(request):
            raise Refused("请在本系统的登录页上登录。")
    except Refused as error:
        return _form(shared, request, why=str(error), status=400)
    return await run_in_threadpool(_enter, shared, request, form)


def _enter(shared: Shared, request: Request, form: Form) -> Response:
    name, code = form.fields.get("name", [""])[0][:64], form.secret("code")
    # The password is held against its hash before anything is locked: that takes its time.
    with _AT_ONCE, db.reading(shared.factory) as session:
        claim = signing_in.claimed(session, name, form.secret("password"))
    with shared.factory.begin() as session:
        opened = signing_in.decide(session, claim, code, at=clock.now())
    after = form.fields.get("next", [""])[0]
    if isinstance(opened, Denied):
        return _form(shared, request, why=opened.message, name=name, after=after, status=401)
    if opened.actor.may(SEE_KNOWLEDGE):
        shared.answers.warm(shared.factory)
    response = RedirectResponse(_inside(after), status_code=303)
    secure = shared.settings.production or request.url.scheme == "https"
    cookies.put(response, opened.token, opened.expires_at - clock.now(), secure=secure)
    return response


def _form(
    shared: Shared,
    request: Request,
    *,
    why: str = "",
    name: str = "",
    after: str = "",
    status: int = 200,
) -> Response:
    template = shared.templates.get_template("sign_in.html")
    html = template.render(why=why, name=name, after=_inside(after))
    return HTMLResponse(html, status_code=status)


def _inside(after: str) -> str:
    """Only ever on to a page of the console itself."""
    parts = urlsplit(after)
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/console/")
    return after if inside and "\\" not in after else "/console/"


def leave(visit: Visit) -> Response:
    """End the session on the server and in the browser."""
    signing_in.sign_out(visit.session, cookies.token(visit.request), at=visit.now)
    response = visit.go("/sign-in")
    cookies.drop(response)
    return response
