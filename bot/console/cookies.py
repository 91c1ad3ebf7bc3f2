"""The cookie of a sign-in: out of reach of scripts, sent only to the console."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

NAME = "hotline_staff"
PATH = "/console"


def token(request: Request) -> str:
    """The token the browser brought; '' for none."""
    return request.cookies.get(NAME, "")[:200]


def put(response: Response, token: str, lifetime: timedelta, *, secure: bool) -> None:
    """Hand the token to the browser, for so long: its clock may differ from ours."""
    seconds = int(lifetime.total_seconds())
    response.set_cookie(
        NAME, token, path=PATH, max_age=seconds, httponly=True, secure=secure, samesite="lax"
    )


def drop(response: Response) -> None:
    """Take it away."""
    response.delete_cookie(NAME, path=PATH, httponly=True, samesite="lax")
