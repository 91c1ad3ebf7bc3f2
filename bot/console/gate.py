"""The one gate: who is it, did their own page send it, may they, and what when something says no.

A page reads in one transaction that only reads; a change is one transaction with the sign-in check
in it. What is refused changes nothing, and is on record.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot import clock, db
from bot.console import cookies, forms, refusals
from bot.console.doors import Door
from bot.console.forms import Form
from bot.console.shared import Shared
from bot.console.visit import Visit
from bot.errors import HotlineError, Refused
from bot.staff import signing_in
from bot.staff.actor import Forbidden
from bot.staff.signing_in import SignedIn


class Forged(Forbidden):
    """A change that no page of ours sent."""


async def enter(shared: Shared, door: Door, request: Request) -> Response:
    """Let one request in, or say why not."""
    form, refused = Form(), None
    if door.method == "POST":
        try:
            form = await forms.read(request, door.most)
        except Refused as error:
            refused = error
    response = await run_in_threadpool(_answer, shared, door, request, form, refused)
    await run_in_threadpool(_keep_alive, shared, request)
    return response


def _answer(
    shared: Shared, door: Door, request: Request, form: Form, refused: Refused | None
) -> Response:
    who: SignedIn | None = None
    try:
        with _session(shared, door) as session:
            now = clock.now()
            who = signing_in.signed_in(session, cookies.token(request), at=now)
            visit = Visit(shared, request, session, who.actor, who.csrf, now, form)
            if refused is not None:
                raise refused
            _check(door, visit)
            return door.answer(visit)
    except (HotlineError, StaleDataError) as error:
        return refusals.answer(shared, request, form, who, error)


@contextmanager
def _session(shared: Shared, door: Door) -> Iterator[Session]:
    if door.thinks:
        with db.thinking(shared.factory) as session:
            yield session
    elif door.method == "GET":
        with db.reading(shared.factory) as session:
            yield session
    else:
        with shared.factory.begin() as session:
            yield session


def _check(door: Door, visit: Visit) -> None:
    if door.method == "POST":
        sent = visit.form.secret("csrf")
        if not hmac.compare_digest(sent.encode(), visit.csrf.encode()) or foreign(visit.request):
            raise Forged("这个操作不是从本系统的页面发出的，没有执行。请刷新页面后再试。")
    if door.needs and not any(visit.actor.may(one, door.at) for one in door.needs):
        raise Forbidden("您的角色不能打开这一页。需要时请联系本单位主管或系统管理员。")


def foreign(request: Request) -> bool:
    """Whether the browser says that another site's page sent this."""
    return request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}


def _keep_alive(shared: Shared, request: Request) -> None:
    token, now = cookies.token(request), clock.now()
    with db.reading(shared.factory) as session:
        if not signing_in.wants_keeping(session, token, at=now):
            return
    with shared.factory.begin() as session:
        signing_in.keep_alive(session, token, at=now)
