"""News for an open page, as server-sent events: that something changed, never what."""

from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from bot import clock, db
from bot.console import cookies
from bot.console.doors import Door, get
from bot.console.shared import Shared
from bot.console.visit import Visit
from bot.console.watch import rung
from bot.staff import signing_in
from bot.staff.signing_in import SessionOver

HEARTBEAT = 15.0


def listen(visit: Visit) -> Response:
    """An open stream of 「news」; the page then fetches itself anew, with all its checks."""
    stream = news(visit.shared, cookies.token(visit.request))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def news(shared: Shared, token: str) -> AsyncIterator[str]:
    """The lines of the stream, until the session is over."""
    event = shared.watch.listen()
    try:
        yield "retry: 3000\n\n"
        while await run_in_threadpool(_still_in, shared, token):
            if await rung(event, HEARTBEAT):
                yield "event: news\ndata: 1\n\n"
            else:
                yield ": still here\n\n"
        yield "event: over\ndata: 1\n\n"
    finally:
        shared.watch.leave(event)


def _still_in(shared: Shared, token: str) -> bool:
    try:
        with db.reading(shared.factory) as session:
            signing_in.signed_in(session, token, at=clock.now())
    except SessionOver:
        return False
    return True


DOORS: tuple[Door, ...] = (get("/live", listen),)
