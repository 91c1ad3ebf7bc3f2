"""What a colleague reads when something says no: why, that nothing changed, what they had typed."""

import logging
from urllib.parse import quote, urlsplit

from sqlalchemy.orm.exc import StaleDataError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot import clock
from bot.console import cookies
from bot.console.forms import Form, TooLarge
from bot.console.shared import Shared
from bot.errors import BadData, Conflict, HotlineError, NotFound, Refused, Unreachable
from bot.staff import audit, signing_in
from bot.staff.actor import Forbidden
from bot.staff.signing_in import SessionOver, SignedIn

log = logging.getLogger("hotline.console")
_ABSENT = "没有找到，或者不归您的单位办理。没有改动。"
_STALE = "就在刚才别人也改了这件事，您的操作没有保存。请看过最新情况后再做一次。"
_BUSY = "系统繁忙，请稍候再试。没有改动。"
_NEVER_KEPT = {"csrf", "password", "again", "code", "secret", "old"}


def answer(
    shared: Shared,
    request: Request,
    form: Form,
    who: SignedIn | None,
    error: HotlineError | StaleDataError,
) -> Response:
    """The answer to what was refused; a refused change is put on record."""
    if isinstance(error, SessionOver) and request.method == "GET":
        return _to_sign_in(request)
    status, message = reading_of(error)
    if isinstance(error, BadData | Unreachable):
        log.error("console cannot answer path=%s kind=%s", request.url.path, type(error).__name__)
    if request.method == "POST" or status in {403, 404}:
        _record(shared, request, who, type(error).__name__, status)
    return page(shared, request, status, message, form, who)


def reading_of(error: HotlineError | StaleDataError) -> tuple[int, str]:
    """Status and sentence for an error."""
    if isinstance(error, StaleDataError):
        return 409, _STALE
    if isinstance(error, NotFound):
        return 404, _ABSENT
    known = {SessionOver: 401, Forbidden: 403, TooLarge: 413, Conflict: 409, Refused: 400}
    for kind, status in known.items():
        if isinstance(error, kind):
            return status, str(error)
    return 503, _BUSY


def page(
    shared: Shared,
    request: Request,
    status: int,
    message: str,
    form: Form,
    who: SignedIn | None,
) -> Response:
    """The page of a refusal, with the words that were typed so that they can be kept."""
    typed = [
        value
        for name, values in form.fields.items()
        for value in values
        if name not in _NEVER_KEPT and len(value) > 8
    ]
    html = shared.templates.get_template("refused.html").render(
        actor=who.actor if who else None,
        csrf=who.csrf if who else "",
        now=clock.now(),
        here=request.url.path,
        said=None,
        unread=0,
        status=status,
        message=message,
        typed=typed,
        back=_back(request),
    )
    return HTMLResponse(html, status_code=status)


def _back(request: Request) -> str:
    parts = urlsplit(request.headers.get("referer", ""))
    inside = parts.path.startswith("/console/") and parts.path != "/console/sign-in"
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if inside else "/console/"


def _to_sign_in(request: Request) -> Response:
    after = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    response = RedirectResponse(f"/console/sign-in?next={quote(after)}", status_code=303)
    cookies.drop(response)
    return response


def _record(shared: Shared, request: Request, who: SignedIn | None, kind: str, status: int) -> None:
    """Put it in the trail under the name of whose session it was; strangers leave none."""
    with shared.factory.begin() as session:
        name = who.actor.name if who else signing_in.once(session, cookies.token(request))
        if name is None:
            return
        about = request.url.path.removeprefix("/console")[:80]
        detail = {"method": request.method, "kind": kind, "status": status}
        audit.note(session, "console.refused", by=name, about=about, at=clock.now(), detail=detail)
